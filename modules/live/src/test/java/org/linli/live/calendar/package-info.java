@NullMarked
package org.linli.live.calendar;

import org.jspecify.annotations.NullMarked;
