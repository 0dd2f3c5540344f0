/** Random documents, answered by the compiler and by a naive interpreter of the same contract. */
@NullMarked
package org.linli.api.random;

import org.jspecify.annotations.NullMarked;
