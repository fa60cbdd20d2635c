/**
 * The RTMP wire: handshake, chunks, commands, and the queues between one programme and many
 * sockets. Start with {@link io.echosdk.stream.rtmp.ChunkReader} for the format and with {@link
 * io.echosdk.stream.rtmp.Publisher} for the life of a destination.
 */
@NullMarked
package io.echosdk.stream.rtmp;

import org.jspecify.annotations.NullMarked;
