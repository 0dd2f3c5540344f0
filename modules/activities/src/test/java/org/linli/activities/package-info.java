@NullMarked
package org.linli.activities;

import org.jspecify.annotations.NullMarked;
