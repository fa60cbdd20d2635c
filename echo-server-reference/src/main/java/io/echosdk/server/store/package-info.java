/**
 * Where the server keeps rooms besides the log of files. Start with {@link
 * io.echosdk.server.store.PostgresRoomStore}.
 */
@NullMarked
package io.echosdk.server.store;

import org.jspecify.annotations.NullMarked;
