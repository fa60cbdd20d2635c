/**
 * What an ingest server tells and gives. Start with {@link
 * io.echosdk.stream.ingest.IngestListener}.
 */
@NullMarked
package io.echosdk.stream.ingest;

import org.jspecify.annotations.NullMarked;
