package org.linli.tenancy.provisioning;

/** The directory of accounts could not hand in a letter, as its mail server fails; what else was asked of it, it does. */
public final class LetterUnsent extends RuntimeException {
    private static final long serialVersionUID = 1;

    LetterUnsent(Throwable cause) {
        super("Keycloak could not send its letter: " + cause.getMessage(), cause);
    }
}
