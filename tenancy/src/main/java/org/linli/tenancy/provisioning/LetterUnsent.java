package org.linli.tenancy.provisioning;

/** A letter could not be handed in, as a mail server fails, ours or that of the directory of accounts; what else was asked is done. */
public final class LetterUnsent extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param why without the address */
    public LetterUnsent(String why) {
        super(why);
    }

    LetterUnsent(Throwable cause) {
        super("Keycloak could not send its letter: " + cause.getMessage(), cause);
    }
}
