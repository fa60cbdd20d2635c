/**
 * What every live source shares: connecting again, handing samples from the transport's thread to
 * the one that polls, giving them their time, and saying how it goes. To write a transport, begin
 * with {@link io.echosdk.biometric.live.LiveTransport}.
 */
@NullMarked
package io.echosdk.biometric.live;

import org.jspecify.annotations.NullMarked;
