/** Stories over the wire: the demo runs as a process of its own, and everything is asked over HTTP. */
@NullMarked
package org.linli.e2e;

import org.jspecify.annotations.NullMarked;
