/** What a district needs before anybody but its staff gets in. */
@NullMarked
package org.linli.setup;

import org.jspecify.annotations.NullMarked;
