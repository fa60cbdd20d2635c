/** The assembled system. Start with {@link io.echosdk.server.Main}. */
@NullMarked
package io.echosdk.server;

import org.jspecify.annotations.NullMarked;
