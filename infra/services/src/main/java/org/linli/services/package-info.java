/** Real PostgreSQL and Keycloak for tests and the demo: one API, whichever way they are brought up. */
@NullMarked
package org.linli.services;

import org.jspecify.annotations.NullMarked;
