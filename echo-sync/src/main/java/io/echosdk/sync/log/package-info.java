/**
 * The append-only log of rooms on disk. Start with {@link io.echosdk.sync.log.RoomLog}; the format
 * is on the page docs/reference/room-log.md.
 */
@NullMarked
package io.echosdk.sync.log;

import org.jspecify.annotations.NullMarked;
