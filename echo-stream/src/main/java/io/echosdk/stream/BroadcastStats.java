package io.echosdk.stream;

/**
 * How the making of a programme goes, at one moment.
 *
 * @param framesIn pictures that were handed in
 * @param framesOut pictures that were encoded
 * @param framesDropped pictures that came faster than they could be encoded
 * @param encodeMsP50 median time to encode a picture, over the last 512
 * @param encodeMsP99 99th percentile of the same
 * @param videoKbps bitrate of the picture over the last two seconds of programme
 * @param audioKbps bitrate of the sound over the last two seconds of programme
 * @param audioBlocksDropped blocks of sound that came faster than they could be encoded; silence
 *     took their place
 * @param programmeNanos how far the programme has come
 */
public record BroadcastStats(
    long framesIn,
    long framesOut,
    long framesDropped,
    double encodeMsP50,
    double encodeMsP99,
    double videoKbps,
    double audioKbps,
    long audioBlocksDropped,
    long programmeNanos) {}
