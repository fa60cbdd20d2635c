/** Light as integers: what the points leave behind, its glow, and how it becomes a picture. */
@NullMarked
package io.echosdk.gpu.light;

import org.jspecify.annotations.NullMarked;
