/** Streets, communities, compounds and grids, and who works where (DOMAIN.md S01). */
@NullMarked
package org.linli.territory;

import org.jspecify.annotations.NullMarked;
