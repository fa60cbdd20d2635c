/** Pictures as they are made and taken. Start with {@link io.echosdk.api.visual.VisualEngine}. */
@NullMarked
package io.echosdk.api.visual;

import org.jspecify.annotations.NullMarked;
