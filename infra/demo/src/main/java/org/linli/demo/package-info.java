/** The demo: two districts with data, every service it needs, and where to begin. */
@NullMarked
package org.linli.demo;

import org.jspecify.annotations.NullMarked;
