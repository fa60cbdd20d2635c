/** Bytes, values and columns of the Yjs wire formats. Start with {@code UpdateEncoder}. */
@NullMarked
package io.echosdk.sync.codec;

import org.jspecify.annotations.NullMarked;
