/**
 * The assembled line from a body to a stream. Start with {@link io.echosdk.server.LivePipeline};
 * {@link io.echosdk.server.Studio} is what a person controls of it.
 */
@NullMarked
package io.echosdk.server;

import org.jspecify.annotations.NullMarked;
