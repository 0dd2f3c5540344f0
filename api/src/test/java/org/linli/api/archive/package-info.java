/** Districts that leave and come, answered from before and after. */
@NullMarked
package org.linli.api.archive;

import org.jspecify.annotations.NullMarked;
