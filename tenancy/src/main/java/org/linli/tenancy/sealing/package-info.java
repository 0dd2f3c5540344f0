/** Numbers that may stand in no column as they are. */
@NullMarked
package org.linli.tenancy.sealing;

import org.jspecify.annotations.NullMarked;
