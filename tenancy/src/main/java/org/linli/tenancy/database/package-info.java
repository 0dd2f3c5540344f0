/** The one door to a district's rows. */
@NullMarked
package org.linli.tenancy.database;

import org.jspecify.annotations.NullMarked;
