/** What people think of each other's work (DOMAIN.md S19). */
@NullMarked
package org.linli.evaluations;

import org.jspecify.annotations.NullMarked;
