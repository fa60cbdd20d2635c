/** What buses share. */
@NullMarked
package io.echosdk.sync.bus;

import org.jspecify.annotations.NullMarked;
