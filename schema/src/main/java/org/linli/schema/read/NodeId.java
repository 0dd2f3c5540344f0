package org.linli.schema.read;

import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.RowType;

/** A global id on the wire: the prefix of its type and a UUID. Opaque by contract, so only this class takes one apart. */
record NodeId(RowType type, UUID id) {
    /** More types than these are told as any. */
    private static final int TOLD = 8;

    /**
     * An id that must be of one of these types.
     *
     * @param place where it was given, as the client is told
     */
    static NodeId of(String place, String text, Collection<RowType> expected, Declarations declarations) {
        int underscore = text.lastIndexOf('_');
        RowType type = underscore < 1 ? null : declarations.prefixed(text.substring(0, underscore));
        UUID id = type == null ? null : uuid(text.substring(underscore + 1));
        if (type != null && id != null && expected.contains(type)) return new NodeId(type, id);
        String types = expected.size() > TOLD
                ? "Node"
                : expected.stream().map(RowType::name).collect(Collectors.joining(", "));
        throw ClientFault.of(ErrorCode.INVALID_ID, quoted(text), types, place);
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

    /** The id of a row as SQL. */
    static String json(RowType type, String column) {
        return "'" + type.prefix() + "_' || " + column + "::text";
    }

    private static String quoted(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
