@NullMarked
package org.linli.residents;

import org.jspecify.annotations.NullMarked;
