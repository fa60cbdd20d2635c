/** From the EEG to the power of its bands. */
@NullMarked
package io.echosdk.biometric.brain;

import org.jspecify.annotations.NullMarked;
