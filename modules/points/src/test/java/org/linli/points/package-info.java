@NullMarked
package org.linli.points;

import org.jspecify.annotations.NullMarked;
