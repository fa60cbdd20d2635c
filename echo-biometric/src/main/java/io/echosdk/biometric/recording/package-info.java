/**
 * Echo's own recording of body signals: how it is written and sealed. Start with {@link
 * io.echosdk.biometric.recording.RecordingWriter}; the format is described in
 * docs/reference/body-recording.md.
 */
@NullMarked
package io.echosdk.biometric.recording;

import org.jspecify.annotations.NullMarked;
