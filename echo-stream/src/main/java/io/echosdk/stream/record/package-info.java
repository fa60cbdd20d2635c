/**
 * Recordings: fragmented MP4 in short files. Start with {@link io.echosdk.stream.record.Recorder}.
 */
@NullMarked
package io.echosdk.stream.record;

import org.jspecify.annotations.NullMarked;
