/** Body signals to beats, breath, EEG bands, movement and a fused state. */
@NullMarked
package io.echosdk.biometric;

import org.jspecify.annotations.NullMarked;
