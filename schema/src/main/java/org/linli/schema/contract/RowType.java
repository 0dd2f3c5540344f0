package org.linli.schema.contract;

import java.util.Map;
import java.util.stream.Stream;

/**
 * An object type whose rows come from a read model.
 *
 * @param prefix what its ids on the wire begin with
 * @param by the column that orders the rows when nothing else does: {@code id}, or a position that ids do not tell
 * @param fields by name, in the order of the SDL
 */
public record RowType(String name, String readModel, String prefix, String by, Map<String, Declared> fields) {
    /** The usual order. */
    public static final String ID = "id";

    /** Whether its rows are numbered without a gap, and the first ones go after a time. */
    public boolean numbered() {
        return !by.equals(ID);
    }

    public <F extends Declared> Stream<F> fields(Class<F> kind) {
        return fields.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The columns behind the values and single relations of a row. */
    public Stream<String> columns() {
        return fields.values().stream().flatMap(field -> switch (field) {
            case Declared.Scalar scalar -> Stream.of(scalar.column());
            case Declared.One one -> one.type() == null ? Stream.of(one.by()) : Stream.of(one.by(), one.type());
            default -> Stream.of();
        });
    }

    public Declared field(String field) {
        Declared declared = fields.get(field);
        if (declared == null) throw new IllegalStateException(name + "." + field + " is not declared");
        return declared;
    }
}
