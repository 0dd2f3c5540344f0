package org.linli.api.random;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where an answer is not what the interpreter told. Cursors are compared by what they mean, sums up to the last digits. */
final class Differences {
    private static final BigDecimal SLIGHT = new BigDecimal("1e-9");

    private final Cursors cursors;
    private final List<String> found = new ArrayList<>();

    private Differences(Cursors cursors) {
        this.cursors = cursors;
    }

    static List<String> between(@Nullable Object told, @Nullable JsonNode answered, Cursors cursors) {
        Differences differences = new Differences(cursors);
        differences.compare("data", told, answered);
        return differences.found;
    }

    private void compare(String path, @Nullable Object told, @Nullable JsonNode answered) {
        boolean same = (told == null || answered == null)
                ? told == null && (answered == null || answered.isNull())
                : same(path, told, answered);
        if (!same) found.add("%s: told %s, answered %s".formatted(path, told, answered));
    }

    private boolean same(String path, Object told, JsonNode answered) {
        if (told instanceof Map<?, ?> object) return answered.isObject() && compare(path, object, answered);
        if (told instanceof List<?> list) return answered.isArray() && compare(path, list, answered);
        if (told instanceof BigDecimal number)
            return answered.isString() && close(number, new BigDecimal(answered.stringValue()));
        if (told instanceof Double number)
            return answered.isNumber() && close(BigDecimal.valueOf(number), answered.decimalValue());
        if (told instanceof Integer number) return answered.isInt() && answered.intValue() == number;
        if (told instanceof Boolean flag) return answered.isBoolean() && answered.booleanValue() == flag;
        if (!answered.isString()) return false;
        String text = told.toString();
        // The moment of counting is another one each time.
        if (path.endsWith(".asOf")) return true;
        return text.equals(answered.stringValue()) || cursors.agree(text, answered.stringValue());
    }

    private boolean compare(String path, Map<?, ?> told, JsonNode answered) {
        TreeSet<String> keys = new TreeSet<>(answered.propertyNames());
        told.keySet().forEach(key -> keys.add((String) key));
        for (String key : keys) {
            if (!told.containsKey(key) || !answered.has(key))
                found.add("%s.%s: only %s".formatted(path, key, told.containsKey(key) ? "told" : "answered"));
            else compare(path + "." + key, told.get(key), answered.get(key));
        }
        return true;
    }

    private boolean compare(String path, List<?> told, JsonNode answered) {
        if (told.size() != answered.size()) return false;
        for (int i = 0; i < told.size(); i++) compare(path + "." + i, told.get(i), answered.get(i));
        return true;
    }

    private static boolean close(BigDecimal a, BigDecimal b) {
        BigDecimal difference = a.subtract(b).abs();
        return difference.compareTo(a.abs().multiply(SLIGHT)) <= 0 || difference.compareTo(SLIGHT) <= 0;
    }
}
