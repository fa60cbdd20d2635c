/** What stands in front of the light: numbers, labels, bars and rings. */
@NullMarked
package io.echosdk.gpu.overlay;

import org.jspecify.annotations.NullMarked;
