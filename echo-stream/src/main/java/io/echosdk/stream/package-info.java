/** Encode once, publish to many RTMP destinations, record. */
@NullMarked
package io.echosdk.stream;

import org.jspecify.annotations.NullMarked;
