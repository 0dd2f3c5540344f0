package org.linli.tenancy.provisioning;

/** The directory of accounts does not answer now. */
public final class DirectoryUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    DirectoryUnreachable(Throwable cause) {
        super("Keycloak does not answer: " + cause.getMessage(), cause);
    }
}
