/**
 * Rooms across processes by Redis, for whoever brings Lettuce along. Start with {@link
 * io.echosdk.sync.redis.RedisRoomBus}.
 */
@NullMarked
package io.echosdk.sync.redis;

import org.jspecify.annotations.NullMarked;
