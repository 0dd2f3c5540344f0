/** The read compiler: from a validated selection to one SQL statement that returns the finished JSON. */
@NullMarked
package org.linli.schema.read;

import org.jspecify.annotations.NullMarked;
