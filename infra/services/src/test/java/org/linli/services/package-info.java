@NullMarked
package org.linli.services;

import org.jspecify.annotations.NullMarked;
