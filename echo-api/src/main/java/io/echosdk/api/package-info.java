/**
 * What every module shares: the runtime that owns threads, the clock, secrets and the family of
 * errors. Start with {@link io.echosdk.api.EchoRuntime}.
 */
@NullMarked
package io.echosdk.api;

import org.jspecify.annotations.NullMarked;
