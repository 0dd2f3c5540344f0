/** The layer in between. */
@NullMarked
package org.linli.api.architecture.seen.tenancy;

import org.jspecify.annotations.NullMarked;
