/** Rooms in which clients share a document. Start with {@link io.echosdk.sync.room.Rooms}. */
@NullMarked
package io.echosdk.sync.room;

import org.jspecify.annotations.NullMarked;
