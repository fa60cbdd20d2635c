package io.echosdk.sync;

import org.jspecify.annotations.Nullable;

/**
 * A change that was committed as a whole.
 *
 * @param origin what its author gave as its origin
 * @param isLocal whether it was made here, not read from an update
 */
public record SharedTransaction(@Nullable Object origin, boolean isLocal) {}
