/** The command line: one class for each verb. */
@NullMarked
package io.echosdk.server.cli;

import org.jspecify.annotations.NullMarked;
