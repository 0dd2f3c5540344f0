@NullMarked
package org.linli.live.webhooks;

import org.jspecify.annotations.NullMarked;
