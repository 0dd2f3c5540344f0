/** Districts in their cells. */
@NullMarked
package org.linli.tenancy.cells;

import org.jspecify.annotations.NullMarked;
