/** The compiler, told by samples: SDL, a read model and rows; a document in, an answer out. */
@NullMarked
package org.linli.schema.read;

import org.jspecify.annotations.NullMarked;
