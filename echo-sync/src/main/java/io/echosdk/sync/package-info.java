/** Shared documents, rooms and synchronised playback. */
@NullMarked
package io.echosdk.sync;

import org.jspecify.annotations.NullMarked;
