/** Money, entitlements, releases and royalties. */
@NullMarked
package io.echosdk.commerce;

import org.jspecify.annotations.NullMarked;
