@NullMarked
package org.linli.api;

import org.jspecify.annotations.NullMarked;
