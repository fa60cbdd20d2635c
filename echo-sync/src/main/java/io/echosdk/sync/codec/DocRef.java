package io.echosdk.sync.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document within a document as the wire names it: nothing of what is in it.
 *
 * @param guid its name
 * @param options gc (false only), autoLoad (true only), meta
 */
public record DocRef(String guid, Map<String, @Nullable Object> options) {}
