/** What happens in Keycloak at our bidding: who is a member of a district's organization. */
@NullMarked
package org.linli.tenancy.provisioning;

import org.jspecify.annotations.NullMarked;
