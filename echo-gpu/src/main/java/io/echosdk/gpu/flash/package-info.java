/** Keeps pictures from flashing faster than is safe for photosensitive viewers. */
@NullMarked
package io.echosdk.gpu.flash;

import org.jspecify.annotations.NullMarked;
