/** What the picture knows about the body and the sound, made safe. */
@NullMarked
package io.echosdk.gpu.body;

import org.jspecify.annotations.NullMarked;
