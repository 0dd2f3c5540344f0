/** Archives, on a database. */
@NullMarked
package org.linli.archive;

import org.jspecify.annotations.NullMarked;
