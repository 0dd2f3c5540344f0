@NullMarked
package org.linli.files;

import org.jspecify.annotations.NullMarked;
