/** Who asks: from a bearer token to a {@link org.linli.schema.Caller}. */
@NullMarked
package org.linli.tenancy.identity;

import org.jspecify.annotations.NullMarked;
