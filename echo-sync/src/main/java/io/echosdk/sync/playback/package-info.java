/**
 * Many players in step. A player starts with {@link io.echosdk.sync.playback.PlaybackController}, a
 * server with {@link io.echosdk.sync.playback.SyncGroup}.
 */
@NullMarked
package io.echosdk.sync.playback;

import org.jspecify.annotations.NullMarked;
