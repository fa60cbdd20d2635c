package io.echosdk.sync.playback;

/**
 * What up to a minute of exchanges tells of the clocks: the fastest packet of each way, and how
 * much less likely the others are if those two waited as well. Nothing in it depends on other
 * stretches, so a new route between two of them does no harm; and one within a stretch hardly does,
 * because the fastest packets of both ways are then those of the shorter route.
 *
 * <p>If the fastest packets of both ways did not wait, half of their difference is the offset, and
 * half of their sum the way. An offset beyond it makes the packets down wait twice as long as it is
 * beyond, one below it those up.
 *
 * @param atNanos when, halfway between the two fastest packets, on the client's clock
 * @param offset half of the difference, beyond a base that all stretches share, ns
 * @param way half of the sum, ns
 * @param waitsUp what each packet up waited beyond the fastest, sorted, ns; owned by the stretch
 * @param waitsDown what each packet down waited
 */
record Stretch(long atNanos, double offset, double way, double[] waitsUp, double[] waitsDown) {}
