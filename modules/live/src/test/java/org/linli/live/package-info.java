@NullMarked
package org.linli.live;

import org.jspecify.annotations.NullMarked;
