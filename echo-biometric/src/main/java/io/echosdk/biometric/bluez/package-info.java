/** Bluetooth Low Energy through BlueZ, the Bluetooth service of Linux, over D-Bus. */
@NullMarked
package io.echosdk.biometric.bluez;

import org.jspecify.annotations.NullMarked;
