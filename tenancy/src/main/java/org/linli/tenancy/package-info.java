/** Districts as tenants: who asks, whose data, limits, Keycloak. */
@NullMarked
package org.linli.tenancy;

import org.jspecify.annotations.NullMarked;
