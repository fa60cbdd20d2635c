/** Work on encoded updates without a document. Start with {@code UpdateMerger}. */
@NullMarked
package io.echosdk.sync.update;

import org.jspecify.annotations.NullMarked;
