/** From an accelerometer to how much somebody moves. */
@NullMarked
package io.echosdk.biometric.movement;

import org.jspecify.annotations.NullMarked;
