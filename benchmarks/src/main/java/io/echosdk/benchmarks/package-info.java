/** Every speed and accuracy claim, as a ratio to a named peer in one run. */
@NullMarked
package io.echosdk.benchmarks;

import org.jspecify.annotations.NullMarked;
