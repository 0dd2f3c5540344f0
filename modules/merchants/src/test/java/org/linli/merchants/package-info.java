@NullMarked
package org.linli.merchants;

import org.jspecify.annotations.NullMarked;
