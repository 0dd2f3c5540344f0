/** Bringing a district's data in by files: what they look like, what is wrong with them, and taking them over. */
@NullMarked
package org.linli.imports;

import org.jspecify.annotations.NullMarked;
