/** The rules of clients. */
@NullMarked
package org.linli.clients;

import org.jspecify.annotations.NullMarked;
