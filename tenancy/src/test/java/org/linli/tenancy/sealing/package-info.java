@NullMarked
package org.linli.tenancy.sealing;

import org.jspecify.annotations.NullMarked;
