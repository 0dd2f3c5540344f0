/** The highest layer, which may reach down. */
@NullMarked
package org.linli.api.architecture.seen.api;

import org.jspecify.annotations.NullMarked;
