package org.linli.schema.contract;

import java.util.Map;
import java.util.stream.Stream;

/**
 * An object type whose rows come from a read model.
 *
 * @param prefix what its ids on the wire begin with
 * @param fields by name, in the order of the SDL
 */
public record RowType(String name, String readModel, String prefix, Map<String, Declared> fields) {
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
