/** A district's calendar: its workdays, working hours and deadlines, by which the clocks of all modules run (DOMAIN.md G6). */
@NullMarked
package org.linli.live.calendar;

import org.jspecify.annotations.NullMarked;
