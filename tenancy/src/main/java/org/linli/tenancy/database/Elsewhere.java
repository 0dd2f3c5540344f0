package org.linli.tenancy.database;

import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;

/** The district does not live in the cell in which it was to be entered. */
final class Elsewhere extends RuntimeException {
    private static final long serialVersionUID = 1;

    Elsewhere() {
        super("the district lives in another cell", null, false, false);
    }

    ClientFault told() {
        return ClientFault.of(ErrorCode.UNAVAILABLE);
    }
}
