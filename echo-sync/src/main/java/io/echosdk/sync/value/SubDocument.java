package io.echosdk.sync.value;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document within a document: only its name and options travel with the outer one.
 *
 * @param guid its name
 * @param options as on the wire: gc false, autoLoad, meta
 */
public record SubDocument(String guid, Map<String, @Nullable Object> options) {}
