/** The engine that needs nothing but Java, and the reference of every other. */
@NullMarked
package io.echosdk.gpu.cpu;

import org.jspecify.annotations.NullMarked;
