@NullMarked
package org.linli.staff;

import org.jspecify.annotations.NullMarked;
