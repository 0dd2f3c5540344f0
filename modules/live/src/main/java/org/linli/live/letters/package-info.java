/** What people are written to. */
@NullMarked
package org.linli.live.letters;

import org.jspecify.annotations.NullMarked;
