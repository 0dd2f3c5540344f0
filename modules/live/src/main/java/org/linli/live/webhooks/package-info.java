/** What happened, sent to other systems: signed, at least once, in order for each record. */
@NullMarked
package org.linli.live.webhooks;

import org.jspecify.annotations.NullMarked;
