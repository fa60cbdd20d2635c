/** What several modules need and no embedder should: exported to the sister modules by name. */
@NullMarked
package io.echosdk.internal;

import org.jspecify.annotations.NullMarked;
