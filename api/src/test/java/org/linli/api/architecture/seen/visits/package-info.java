/** A module, which reaches up. */
@NullMarked
package org.linli.api.architecture.seen.visits;

import org.jspecify.annotations.NullMarked;
