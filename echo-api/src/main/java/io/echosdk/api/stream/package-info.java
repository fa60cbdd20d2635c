/** Encoded programmes and where they go. Start with {@link io.echosdk.api.stream.PacketSink}. */
@NullMarked
package io.echosdk.api.stream;

import org.jspecify.annotations.NullMarked;
