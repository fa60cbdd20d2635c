/**
 * Rooms behind WebSockets, on Netty, which is optional. Start with {@link
 * io.echosdk.sync.netty.RoomServer}; who has a Netty pipeline already, with {@link
 * io.echosdk.sync.netty.RoomHandlers}.
 */
@NullMarked
package io.echosdk.sync.netty;

import org.jspecify.annotations.NullMarked;
