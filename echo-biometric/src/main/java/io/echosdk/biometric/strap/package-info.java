/** What Bluetooth straps and armbands say: their packets, as functions over bytes. */
@NullMarked
package io.echosdk.biometric.strap;

import org.jspecify.annotations.NullMarked;
