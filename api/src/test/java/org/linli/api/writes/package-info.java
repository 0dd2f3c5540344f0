/** Mutations, asked through the whole engine on a filled database. */
@NullMarked
package org.linli.api.writes;

import org.jspecify.annotations.NullMarked;
