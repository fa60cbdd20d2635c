/**
 * Tone programmes that follow a body, what they are made of, and a file to keep them in. Start with
 * {@link io.echosdk.audio.ToneProgram}.
 */
@NullMarked
package io.echosdk.audio;

import org.jspecify.annotations.NullMarked;
