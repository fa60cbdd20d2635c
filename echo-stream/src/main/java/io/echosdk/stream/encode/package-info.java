/**
 * Pictures and sound to H.264 and AAC through FFmpeg's libraries. Start with {@link
 * io.echosdk.stream.encode.LibavVideoEncoder}.
 */
@NullMarked
package io.echosdk.stream.encode;

import org.jspecify.annotations.NullMarked;
