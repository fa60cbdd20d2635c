/** Values of documents that Java has no class for. */
@NullMarked
package io.echosdk.sync.value;

import org.jspecify.annotations.NullMarked;
