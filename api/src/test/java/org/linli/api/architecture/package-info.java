@NullMarked
package org.linli.api.architecture;

import org.jspecify.annotations.NullMarked;
