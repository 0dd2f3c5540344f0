package org.linli.archive;

/** An archive that is not what it says, or does not fit here. Nothing was changed. */
public final class ArchiveRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    ArchiveRefused(String why) {
        super(why);
    }
}
