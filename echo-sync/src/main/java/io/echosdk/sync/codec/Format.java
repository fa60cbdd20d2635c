package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/**
 * The begin of a format in a text, or with null its end.
 *
 * @param key which format
 * @param value a plain value
 */
public record Format(String key, @Nullable Object value) {}
