package org.linli.tenancy.provisioning;

/** The directory of accounts does not answer now. */
public final class DirectoryUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** By a server that has no client of the directory. */
    public DirectoryUnreachable() {
        super("this server does not know Keycloak");
    }

    DirectoryUnreachable(Throwable cause) {
        super("Keycloak does not answer: " + cause.getMessage(), cause);
    }
}
