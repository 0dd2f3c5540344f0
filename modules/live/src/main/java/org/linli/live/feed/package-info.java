/** What happened, told live: numbered once, read once for all who may see the same, written to each. */
@NullMarked
package org.linli.live.feed;

import org.jspecify.annotations.NullMarked;
