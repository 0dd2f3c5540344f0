/** S11: points as a ledger by double entry, with lots that expire and holds. */
@NullMarked
package org.linli.points;

import org.jspecify.annotations.NullMarked;
