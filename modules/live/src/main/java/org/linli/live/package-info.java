/** The log of what happened, and how a use case runs: once for each key, whole or not at all, with a line in the log. */
@NullMarked
package org.linli.live;

import org.jspecify.annotations.NullMarked;
