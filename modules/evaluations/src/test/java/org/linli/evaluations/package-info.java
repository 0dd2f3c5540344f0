@NullMarked
package org.linli.evaluations;

import org.jspecify.annotations.NullMarked;
