/** Moving points of light: where they are and how they move. */
@NullMarked
package io.echosdk.gpu.particle;

import org.jspecify.annotations.NullMarked;
