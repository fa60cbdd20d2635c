package io.echosdk.biometric.live;

/**
 * What a live source has seen, in packets; for people and tests, without any biometric value.
 *
 * @param taken arrived and could be read
 * @param missed overwritten because nobody polled in time
 * @param late arrived after younger ones, and left out
 * @param repeated sent twice, and left out
 * @param unreadable broke their own format
 * @param connections how often a connection was made
 */
public record LiveStats(
    long taken, long missed, long late, long repeated, long unreadable, long connections) {}
