/** Tone programmes that follow a body, and what they are made of. */
@NullMarked
package io.echosdk.audio;

import org.jspecify.annotations.NullMarked;
