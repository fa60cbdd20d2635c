/** The binary frames and the lines of JSON in which phones and web pages send body signals. */
@NullMarked
package io.echosdk.biometric.phone;

import org.jspecify.annotations.NullMarked;
