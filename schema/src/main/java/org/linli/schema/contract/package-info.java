/** From SDL to what it declares: the types and their read models, the generated inputs and connections, the served schema. */
@NullMarked
package org.linli.schema.contract;

import org.jspecify.annotations.NullMarked;
