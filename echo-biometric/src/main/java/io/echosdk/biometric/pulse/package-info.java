/** From the wave of blood beneath the skin to beats, and from beats to when the next will be. */
@NullMarked
package io.echosdk.biometric.pulse;

import org.jspecify.annotations.NullMarked;
