/** Sound as it is made, changed and taken. Start with {@link io.echosdk.api.audio.AudioSource}. */
@NullMarked
package io.echosdk.api.audio;

import org.jspecify.annotations.NullMarked;
