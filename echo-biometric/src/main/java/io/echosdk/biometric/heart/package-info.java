/** From the wave to beats, and from beats to rhythm. */
@NullMarked
package io.echosdk.biometric.heart;

import org.jspecify.annotations.NullMarked;
