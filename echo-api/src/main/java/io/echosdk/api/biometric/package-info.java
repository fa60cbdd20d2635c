/**
 * Body signals in, meaning out. Start with {@link io.echosdk.api.biometric.BiometricSource} for
 * what comes in and {@link io.echosdk.api.biometric.BiometricState} for what is known.
 */
@NullMarked
package io.echosdk.api.biometric;

import org.jspecify.annotations.NullMarked;
