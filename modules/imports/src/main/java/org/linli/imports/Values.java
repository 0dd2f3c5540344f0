package org.linli.imports;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row whose cells all mean something. */
final class Values {
    private final Map<String, Object> values;

    private Values(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * What rows mean, by their numbers.
     *
     * @param faults of those that are left out, since they mean nothing
     */
    static SortedMap<Integer, Values> of(ImportKind kind, Iterable<Line> lines, List<ImportFault> faults) {
        SortedMap<Integer, Values> all = new TreeMap<>();
        for (Line line : lines) {
            Values values = of(kind, line, faults);
            if (values != null) all.put(line.number(), values);
        }
        return all;
    }

    /**
     * What a row means.
     *
     * @param faults where it means nothing
     * @return null where there are any
     */
    static @Nullable Values of(ImportKind kind, Line line, List<ImportFault> faults) {
        Map<String, Object> values = new HashMap<>();
        int before = faults.size();
        for (Column column : kind.columns()) {
            String text = line.get(column.key());
            try {
                if (text.equals(Sheet.UNREADABLE)) throw new Broken(ImportRule.CELL_UNREADABLE);
                if (!text.isEmpty()) values.put(column.key(), column.form().read(text));
                else if (column.required()) throw new Broken(ImportRule.REQUIRED);
            } catch (Broken broken) {
                faults.add(new ImportFault(
                        kind, line.number(), column, broken.fault().rule()));
            }
        }
        return faults.size() > before ? null : new Values(values);
    }

    String text(String key) {
        return Objects.requireNonNull(textOrNull(key));
    }

    @Nullable
    String textOrNull(String key) {
        return (String) values.get(key);
    }

    LocalDate day(String key) {
        return Objects.requireNonNull(dayOrNull(key));
    }

    @Nullable
    LocalDate dayOrNull(String key) {
        return (LocalDate) values.get(key);
    }

    UUID account(String key) {
        return (UUID) Objects.requireNonNull(values.get(key));
    }

    /** The constant that was chosen. */
    <E extends Enum<E>> E choice(Class<E> type, String key) {
        return Enum.valueOf(type, text(key));
    }

    /** The constant that was chosen, or what an empty cell means. */
    <E extends Enum<E>> E choice(Class<E> type, String key, E usual) {
        String constant = textOrNull(key);
        return constant == null ? usual : Enum.valueOf(type, constant);
    }

    <E extends Enum<E>> @Nullable E choiceOrNull(Class<E> type, String key) {
        String constant = textOrNull(key);
        return constant == null ? null : Enum.valueOf(type, constant);
    }

    /** The texts of a cell with several; none of an empty one. */
    List<String> several(String key) {
        return ((List<?>) values.getOrDefault(key, List.of()))
                .stream().map(String.class::cast).toList();
    }
}
