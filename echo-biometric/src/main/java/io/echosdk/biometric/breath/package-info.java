/** From the chest, or from the heart's rhythm, to the breath. */
@NullMarked
package io.echosdk.biometric.breath;

import org.jspecify.annotations.NullMarked;
