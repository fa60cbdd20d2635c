/** Messages of rooms as clients send them. Start with {@code Framing}. */
@NullMarked
package io.echosdk.sync.wire;

import org.jspecify.annotations.NullMarked;
