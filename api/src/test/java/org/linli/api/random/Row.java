package org.linli.api.random;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.schema.contract.RowType;

/** A row of a read model as one caller sees it, its columns by name. */
record Row(RowType type, Map<String, @Nullable Object> columns) {
    @Nullable
    Object get(String column) {
        return columns.get(column);
    }

    UUID id() {
        return (UUID) Objects.requireNonNull(get("id"));
    }

    /** The id on the wire. */
    String node() {
        return type.prefix() + "_" + id();
    }
}
