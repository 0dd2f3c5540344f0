/** The lowest layer, which reaches up. */
@NullMarked
package org.linli.api.architecture.seen.schema;

import org.jspecify.annotations.NullMarked;
