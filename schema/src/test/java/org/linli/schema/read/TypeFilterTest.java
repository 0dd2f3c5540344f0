package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeFilterTest {
    private static final Map<String, ?> A = Map.of("type", Map.of("eq", "A"));
    private static final Map<String, ?> ROWS = Map.of("toState", Map.of("eq", "OPEN"));

    @Test
    void whatIsSaidOfTypesDecides() {
        passes(A, true, false);
        passes(Map.of("type", Map.of("in", List.of("A", "C"))), true, false);
        passes(Map.of("type", Map.of("ne", "A")), false, true);
        passes(Map.of("type", Map.of("isNull", true)), false, false);
        passes(Map.of("not", A), false, true);
        passes(Map.of("not", Map.of("not", A)), true, false);
        passes(Map.of("or", List.of(A, Map.of("type", Map.of("eq", "B")))), true, true);
        passes(Map.of("and", List.of(A, Map.of("type", Map.of("eq", "B")))), false, false);
        passes(Map.of("not", Map.of("and", List.of(A, Map.of("not", A)))), true, true);
    }

    @Test
    void whatRowsDecideMayBeSoOrNot() {
        passes(ROWS, true, true);
        passes(Map.of("not", ROWS), true, true);
        passes(Map.of("type", Map.of("eq", "A"), "toState", Map.of("eq", "OPEN")), true, false);
        passes(Map.of("not", Map.of("and", List.of(A, ROWS))), true, true);
        passes(Map.of("not", Map.of("or", List.of(A, ROWS))), false, true);
        passes(Map.of("or", List.of(A, ROWS)), true, true);
    }

    private static void passes(Map<String, ?> filter, boolean a, boolean b) {
        assertThat(TypeFilter.passes(filter, "A")).as("A through %s", filter).isEqualTo(a);
        assertThat(TypeFilter.passes(filter, "B")).as("B through %s", filter).isEqualTo(b);
    }
}
