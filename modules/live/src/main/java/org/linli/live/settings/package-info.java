/** How a district is set up. */
@NullMarked
package org.linli.live.settings;

import org.jspecify.annotations.NullMarked;
