/** Clients of districts: who may carry their requests, and how Keycloak follows. */
@NullMarked
package org.linli.clients;

import org.jspecify.annotations.NullMarked;
