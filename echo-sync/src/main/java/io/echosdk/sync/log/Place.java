package io.echosdk.sync.log;

/**
 * Where a record stands.
 *
 * @param sequence the record's number
 * @param segment the file
 * @param offset where it begins in the file
 * @param length how many bytes it takes there
 */
record Place(long sequence, long segment, long offset, int length) {}
