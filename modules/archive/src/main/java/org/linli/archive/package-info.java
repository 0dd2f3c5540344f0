/** A district that leaves or comes: its archive, its deletion, and what proves that. */
@NullMarked
package org.linli.archive;

import org.jspecify.annotations.NullMarked;
