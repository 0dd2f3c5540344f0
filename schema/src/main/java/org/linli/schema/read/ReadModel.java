package org.linli.schema.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;

/**
 * The rows of a type: one select, kept as a file {@code read/<name>.sql} beside its module. Named parameters
 * ({@code :district}) and the pseudo-functions {@code has_role}, {@code sees}, {@code is_own} and {@code own} are filled in for whoever
 * asks.
 */
public final class ReadModel {
    private static final Pattern TOKEN = Pattern.compile(
            "--[^\\n]*|'(?:[^']|'')*'|::|:([a-z_]+)|\\b(has_role|sees|is_own|own)\\(([^()]*)\\)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ROLE = Pattern.compile("'([A-Z_]+)'");
    private static final List<String> NOT_PULLED_UP = List.of(
            "limit",
            "offset",
            "distinct",
            "group",
            "having",
            "union",
            "intersect",
            "except",
            "window",
            "order",
            "with",
            "for");
    private static final Pattern WORD = Pattern.compile("[a-z_]+", Pattern.CASE_INSENSITIVE);

    private final String name;
    private final List<Part> parts = new ArrayList<>();

    private sealed interface Part {
        record Text(String sql) implements Part {}

        record Parameter(String name) implements Part {}

        record Rights(String function, String column, List<Role> roles) implements Part {}
    }

    /** What stands in a statement for the open places of a read model. */
    interface Filling {
        String parameter(String name);

        String hasRole(List<Role> roles);

        String sees(String column, List<Role> roles);

        String isOwn(String column, List<Role> roles);

        String own(List<Role> roles);
    }

    ReadModel(String name, String sql) {
        this.name = name;
        Matcher token = TOKEN.matcher(sql);
        StringBuilder text = new StringBuilder();
        int done = 0;
        while (token.find()) {
            text.append(tight(sql.substring(done, token.start())));
            done = token.end();
            Part part = part(token);
            if (part == null) {
                if (!token.group().startsWith("--")) text.append(token.group());
                continue;
            }
            parts.add(new Part.Text(text.toString()));
            parts.add(part);
            text.setLength(0);
        }
        parts.add(
                new Part.Text(text.append(tight(sql.substring(done))).toString().stripTrailing()));
        refuseWhatCannotBePulledUp(sql);
    }

    /** The read model in the class path file {@code read/<name>.sql}. */
    static ReadModel named(String name) {
        try (InputStream file = ReadModel.class.getResourceAsStream("/read/" + name + ".sql")) {
            if (file == null) throw new IllegalStateException("There is no read model read/" + name + ".sql.");
            return new ReadModel(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String sql(Filling filling) {
        StringBuilder sql = new StringBuilder();
        for (Part part : parts)
            sql.append(
                    switch (part) {
                        case Part.Text text -> text.sql();
                        case Part.Parameter parameter -> filling.parameter(parameter.name());
                        case Part.Rights rights ->
                            switch (rights.function()) {
                                case "has_role" -> filling.hasRole(rights.roles());
                                case "own" -> filling.own(rights.roles());
                                case "is_own" -> filling.isOwn(rights.column(), rights.roles());
                                default -> filling.sees(rights.column(), rights.roles());
                            };
                    });
        return sql.toString();
    }

    private static String tight(String code) {
        return code.replaceAll("\\s+", " ");
    }

    private static @Nullable Part part(Matcher token) {
        if (token.group(1) != null) return new Part.Parameter(token.group(1));
        if (token.group(2) == null) return null;
        String arguments = token.group(3);
        int comma = arguments.indexOf(',');
        String column = comma < 0 ? arguments : arguments.substring(0, comma);
        List<Role> roles = ROLE.matcher(arguments)
                .results()
                .map(role -> Role.valueOf(role.group(1)))
                .toList();
        return new Part.Rights(token.group(2).toLowerCase(java.util.Locale.ROOT), column.strip(), roles);
    }

    /** A derived table costs nothing only while PostgreSQL can merge it into the statement around it. */
    private void refuseWhatCannotBePulledUp(String sql) {
        String code = sql.replaceAll("--[^\\n]*", " ").replaceAll("'(?:[^']|'')*'", "''");
        if (code.toLowerCase(java.util.Locale.ROOT).matches("(?s).*\\b(left|right|full)\\s+(outer\\s+)?join\\b.*"))
            throw new IllegalStateException("read/" + name + ".sql has an outer join; use a scalar sub-select.");
        StringBuilder top = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '(') depth++;
            if (depth == 0) top.append(c);
            if (c == ')') depth--;
        }
        WORD.matcher(top)
                .results()
                .map(word -> word.group().toLowerCase(java.util.Locale.ROOT))
                .forEach(word -> {
                    if (NOT_PULLED_UP.contains(word))
                        throw new IllegalStateException("read/" + name + ".sql has '" + word
                                + "' at its top level, so it cannot be pulled up.");
                });
    }
}
