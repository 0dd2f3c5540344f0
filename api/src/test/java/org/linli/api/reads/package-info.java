/** Documents in, answers out, a test a feature; rows and callers are those of the fixture. */
@NullMarked
package org.linli.api.reads;

import org.jspecify.annotations.NullMarked;
