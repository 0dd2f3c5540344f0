/** The server: transports, who asks, limits, errors in the caller's language, and the pages. */
@NullMarked
package org.linli.api;

import org.jspecify.annotations.NullMarked;
