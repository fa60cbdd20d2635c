/**
 * Reads what LevelDB has written, and what y-leveldb keeps in it. Start with {@link
 * io.echosdk.server.leveldb.YLevelDb}.
 */
@NullMarked
package io.echosdk.server.leveldb;

import org.jspecify.annotations.NullMarked;
