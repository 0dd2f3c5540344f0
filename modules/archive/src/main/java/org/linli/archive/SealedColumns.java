package org.linli.archive;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.tenancy.sealing.Sealer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an installation keeps sealed is opened and sealed anew on its way: the keys of an installation protect all of its districts, and stay. */
final class SealedColumns {
    /**
     * @param bytes whether it holds bytes; else a text in base64
     * @param index the column of its blind index, which depends on the installation's key and so does not travel
     */
    private record Column(
            String table,
            String name,
            boolean bytes,
            @Nullable String index) {
        byte[] read(String text) {
            return bytes
                    ? HexFormat.of().parseHex(text.substring("\\x".length()))
                    : Base64.getDecoder().decode(text);
        }

        String written(byte[] sealed) {
            return bytes
                    ? "\\x" + HexFormat.of().formatHex(sealed)
                    : Base64.getEncoder().encodeToString(sealed);
        }
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("resident", "identity_sealed", true, "identity_index"),
            new Column("webhook", "secret", false, null),
            new Column("webhook", "old_secret", false, null));

    private static final JsonMapper JSON = new JsonMapper();

    private final IdentityNumbers numbers;
    private final Sealer archive;

    SealedColumns(IdentityNumbers numbers, ArchiveKey key) {
        this.numbers = numbers;
        this.archive = key.sealer();
    }

    /** Columns that hold something sealed or a key to it, by their tables' names: {@code table.column}. */
    static List<String> names() {
        return COLUMNS.stream()
                .flatMap(column -> column.index() == null
                        ? List.of(column.table() + "." + column.name()).stream()
                        : List.of(column.table() + "." + column.name(), column.table() + "." + column.index()).stream())
                .toList();
    }

    /** A row as it leaves. */
    String leaving(String table, String row) {
        return resealed(table, row, numbers.sealer(), archive, false);
    }

    /** A row as it comes. */
    String coming(String table, String row) {
        return resealed(table, row, archive, numbers.sealer(), true);
    }

    private String resealed(String table, String row, Sealer from, Sealer to, boolean index) {
        List<Column> columns =
                COLUMNS.stream().filter(column -> column.table().equals(table)).toList();
        if (columns.isEmpty()) return row;
        ObjectNode node = (ObjectNode) JSON.readTree(row);
        byte[] context = context(UUID.fromString(node.path("id").asString()));
        for (Column column : columns) {
            if (!node.path(column.name()).isString()) continue;
            String clear = from.open(column.read(node.path(column.name()).asString()), context);
            node.put(column.name(), column.written(to.seal(clear, context)));
            if (column.index() != null) node.put(column.index(), index ? column.written(numbers.index(clear)) : null);
        }
        return JSON.writeValueAsString(node);
    }

    private static byte[] context(UUID row) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(row.getMostSignificantBits())
                .putLong(row.getLeastSignificantBits())
                .array();
    }
}
