/**
 * Body signals to beats, breath, EEG bands, movement and a fused state. Start with {@link
 * io.echosdk.biometric.BiometricSession}, fed by {@link io.echosdk.biometric.Recordings} or a
 * {@link io.echosdk.biometric.SimulatedSubject}. Who allows what is in a {@link
 * io.echosdk.biometric.ConsentLedger}.
 */
@NullMarked
package io.echosdk.biometric;

import org.jspecify.annotations.NullMarked;
