/** From several bodies to whether they move together: start with Timeline and PairTest. */
@NullMarked
package io.echosdk.biometric.group;

import org.jspecify.annotations.NullMarked;
