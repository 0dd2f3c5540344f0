/** Taking over earlier registers: who brings rows in does not alone make true what they claim. */
@NullMarked
package org.linli.live.imports;

import org.jspecify.annotations.NullMarked;
