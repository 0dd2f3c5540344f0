/** Classes that break the rules on purpose: a rule that has never been seen to fail is no rule. */
@NullMarked
package org.linli.api.architecture.seen;

import org.jspecify.annotations.NullMarked;
