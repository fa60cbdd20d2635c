/** Money, chains and releases. Start with {@link io.echosdk.api.commerce.Money}. */
@NullMarked
package io.echosdk.api.commerce;

import org.jspecify.annotations.NullMarked;
