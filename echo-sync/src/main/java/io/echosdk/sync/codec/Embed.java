package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/**
 * An object in a text.
 *
 * @param value a plain value
 */
public record Embed(@Nullable Object value) {}
