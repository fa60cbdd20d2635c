/** Open Sound Control over UDP, as EEG headbands and phone apps speak it. */
@NullMarked
package io.echosdk.biometric.osc;

import org.jspecify.annotations.NullMarked;
