/** What several tests of this module need. */
@NullMarked
package io.echosdk.stream.testing;

import org.jspecify.annotations.NullMarked;
