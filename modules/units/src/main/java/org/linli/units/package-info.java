/** Resident units and their alliance, serving members, volunteer service (DOMAIN.md S14, S17, S18). */
@NullMarked
package org.linli.units;

import org.jspecify.annotations.NullMarked;
