/** The Lab Streaming Layer, through its own library and JNA. */
@NullMarked
package io.echosdk.biometric.lsl;

import org.jspecify.annotations.NullMarked;
