/** Pictures and documents of records: who attaches them, what they are, where they lie. */
@NullMarked
package org.linli.files;

import org.jspecify.annotations.NullMarked;
