/** The contract: SDL, the directives that tie it to data, and the errors every caller can meet. */
@NullMarked
package org.linli.schema;

import org.jspecify.annotations.NullMarked;
