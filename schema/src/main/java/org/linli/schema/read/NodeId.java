package org.linli.schema.read;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.RowType;

/** A global id on the wire: the prefix of its type and a UUID. Opaque by contract, so only this class takes one apart. */
record NodeId(RowType type, UUID id) {
    static NodeId parse(String text, Declarations declarations) {
        int underscore = text.lastIndexOf('_');
        RowType type = underscore < 1 ? null : declarations.prefixed(text.substring(0, underscore));
        UUID id = type == null ? null : uuid(text.substring(underscore + 1));
        if (type == null || id == null) throw ClientFault.of(ErrorCode.INVALID_ID, quoted(text), "");
        return new NodeId(type, id);
    }

    /** Java reads shorter forms and capitals too; a row has one id in one spelling. */
    private static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /** The UUID of an id that must be of one of these types. */
    static UUID of(String text, Iterable<RowType> expected, Declarations declarations) {
        NodeId id = parse(text, declarations);
        StringBuilder names = new StringBuilder();
        for (RowType type : expected) {
            if (type.name().equals(id.type().name())) return id.id();
            names.append(names.isEmpty() ? "" : ", ").append(type.name());
        }
        throw ClientFault.of(ErrorCode.INVALID_ID, quoted(text), names.toString());
    }

    /** The id of a row as SQL. */
    static String json(RowType type, String column) {
        return "'" + type.prefix() + "_' || " + column + "::text";
    }

    private static String quoted(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
