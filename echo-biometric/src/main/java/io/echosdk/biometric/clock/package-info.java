/**
 * The times of a device on Echo's own clock. Start with {@link
 * io.echosdk.biometric.clock.ClockAligner}; a counter that wraps goes through {@link
 * io.echosdk.biometric.clock.TickUnwrapper} first.
 */
@NullMarked
package io.echosdk.biometric.clock;

import org.jspecify.annotations.NullMarked;
