/**
 * Recordings read forward in bounded memory, and played back. Start with {@link
 * io.echosdk.biometric.input.RecordingFiles}.
 */
@NullMarked
package io.echosdk.biometric.input;

import org.jspecify.annotations.NullMarked;
