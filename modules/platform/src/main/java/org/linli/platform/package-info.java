/** What operators do with districts as such: bring them on board, take them out of use, see how large they are. No row of any district is read. */
@NullMarked
package org.linli.platform;

import org.jspecify.annotations.NullMarked;
