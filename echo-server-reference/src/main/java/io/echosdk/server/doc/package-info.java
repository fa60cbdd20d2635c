/** Tools that compare and time shared documents. Start with {@code DocOracle}. */
@NullMarked
package io.echosdk.server.doc;

import org.jspecify.annotations.NullMarked;
