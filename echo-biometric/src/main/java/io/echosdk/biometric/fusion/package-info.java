/** From what several sources tell of one body to what is believed of it. */
@NullMarked
package io.echosdk.biometric.fusion;

import org.jspecify.annotations.NullMarked;
