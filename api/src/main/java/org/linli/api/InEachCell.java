package org.linli.api;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.linli.tenancy.database.DistrictDatabase;

/** What is done in each cell by itself, whatever becomes of the others. */
record InEachCell<T extends AutoCloseable>(List<T> all, Consumer<T> begin) {
    static <T extends AutoCloseable> InEachCell<T> of(
            DistrictDatabase database, Function<String, T> ofCell, Consumer<T> begin) {
        return new InEachCell<>(database.cells().stream().map(ofCell).toList(), begin);
    }

    void start() {
        all.forEach(begin);
    }

    /** When the server stops. */
    public void close() throws Exception {
        for (T one : all) one.close();
    }
}
