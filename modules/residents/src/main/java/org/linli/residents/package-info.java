/** Who lives in the district and joined it (DOMAIN.md S02). */
@NullMarked
package org.linli.residents;

import org.jspecify.annotations.NullMarked;
