@NullMarked
package org.linli.figures;

import org.jspecify.annotations.NullMarked;
