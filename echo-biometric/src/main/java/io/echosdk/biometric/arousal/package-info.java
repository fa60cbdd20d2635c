/** From a state to how far the body departs from its own baseline: start with ArousalMeter. */
@NullMarked
package io.echosdk.biometric.arousal;

import org.jspecify.annotations.NullMarked;
