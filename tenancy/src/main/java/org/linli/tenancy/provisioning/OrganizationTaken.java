package org.linli.tenancy.provisioning;

/** The directory has an organization of this code or name that we did not make. */
public final class OrganizationTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    OrganizationTaken() {
        super("an organization that is none of ours has the code or the name", null, false, false);
    }
}
