/** Shared rooms. Start with {@link io.echosdk.api.sync.RoomStore}. */
@NullMarked
package io.echosdk.api.sync;

import org.jspecify.annotations.NullMarked;
