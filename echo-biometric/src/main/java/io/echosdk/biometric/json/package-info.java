/** Reads the JSON in which recordings and phones write; strict, and its errors repeat no value. */
@NullMarked
package io.echosdk.biometric.json;

import org.jspecify.annotations.NullMarked;
