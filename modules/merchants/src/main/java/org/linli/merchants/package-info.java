/** Merchants of the alliance, their services for points, and redemptions (DOMAIN.md S12). */
@NullMarked
package org.linli.merchants;

import org.jspecify.annotations.NullMarked;
