@NullMarked
package org.linli.tenancy.identity;

import org.jspecify.annotations.NullMarked;
