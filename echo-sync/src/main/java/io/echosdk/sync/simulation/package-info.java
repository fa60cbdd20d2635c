/**
 * Listeners that exist only as numbers, for trying playback in step on networks that one does not
 * have at hand. Start with {@link io.echosdk.sync.simulation.PlaybackSimulation}.
 */
@NullMarked
package io.echosdk.sync.simulation;

import org.jspecify.annotations.NullMarked;
