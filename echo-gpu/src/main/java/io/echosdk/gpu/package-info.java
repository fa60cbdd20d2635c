/** Particles, biometric overlay, flash safety, frames ready for an encoder. */
@NullMarked
package io.echosdk.gpu;

import org.jspecify.annotations.NullMarked;
