package io.echosdk.sync.playback;

/**
 * What a listener tells of itself, a few times a minute.
 *
 * @param driftNanos how far ahead of the group it is (negative: behind), as far as it knows
 * @param boundNanos by how much that may be wrong, because nobody can see how unequal the two ways
 *     of its network are ({@link ClockEstimator#errorBoundNanos})
 * @param rate how fast its player was told to play
 * @param seeks how often its player was started anew
 * @param stalled whether its player lacks samples now
 */
public record Drift(long driftNanos, long boundNanos, double rate, long seeks, boolean stalled) {}
