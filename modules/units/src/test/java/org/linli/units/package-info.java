@NullMarked
package org.linli.units;

import org.jspecify.annotations.NullMarked;
