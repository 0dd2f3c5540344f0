@NullMarked
package org.linli.tenancy;

import org.jspecify.annotations.NullMarked;
