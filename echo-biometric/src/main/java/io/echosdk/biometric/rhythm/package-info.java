/** From intervals between beats to what is normal among them, variability, spectra, coherence. */
@NullMarked
package io.echosdk.biometric.rhythm;

import org.jspecify.annotations.NullMarked;
