/** From the skin's conductance to its level and its responses. */
@NullMarked
package io.echosdk.biometric.skin;

import org.jspecify.annotations.NullMarked;
