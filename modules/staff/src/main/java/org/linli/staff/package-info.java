/** Who works for a district: accounts, the roles they were given, and what the directory of accounts says of them. */
@NullMarked
package org.linli.staff;

import org.jspecify.annotations.NullMarked;
