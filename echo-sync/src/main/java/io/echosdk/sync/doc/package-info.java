/** The document engine: columns, integration, transactions, edits. Start with {@code DocEngine}. */
@NullMarked
package io.echosdk.sync.doc;

import org.jspecify.annotations.NullMarked;
