/** The read compiler inside graphql-java: documents judged and cached, plans cached, answers passed through. */
@NullMarked
package org.linli.schema.engine;

import org.jspecify.annotations.NullMarked;
