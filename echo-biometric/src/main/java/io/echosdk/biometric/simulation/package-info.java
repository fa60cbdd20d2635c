/** A body made of equations, with its truth known. */
@NullMarked
package io.echosdk.biometric.simulation;

import org.jspecify.annotations.NullMarked;
