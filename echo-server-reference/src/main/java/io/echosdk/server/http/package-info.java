/**
 * The programme over HTTP: the contract's operations, two sockets, the page. Start with {@link
 * io.echosdk.server.http.HttpFront}.
 */
@NullMarked
package io.echosdk.server.http;

import org.jspecify.annotations.NullMarked;
