package org.linli.schema.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Role;

/**
 * The rows of a type: one select, kept as a file {@code read/<name>.sql} beside its module. Named parameters
 * ({@code :district}) and the pseudo-functions {@code has_role}, {@code has_part}, {@code sees}, {@code is_own} and {@code own} are filled
 * in for whoever asks, and only the columns that are used are written. {@code rule(name)} stands for the condition in the file
 * {@code rule/<name>.sql}, which others have as well.
 */
final class ReadModel {
    private static final Pattern RULE = Pattern.compile("\\brule\\(([a-z_]+)\\)");
    private static final Pattern NAME = Pattern.compile("([a-z_]+)\\s*$");
    private static final Set<String> NOT_PULLED_UP = Set.of(
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
    private static final Pattern OUTER_JOIN = Pattern.compile("\\b(left|right|full)\\s+(outer\\s+)?join\\b");

    private final String name;
    private final Map<String, Template> columns = new LinkedHashMap<>();
    private final Template from;
    private final Condition where;

    /** What stands in a statement for the open places of a read model. */
    interface Filling {
        String parameter(String name);

        String hasRole(List<Role> roles);

        String sees(String column, List<Role> roles);

        String isOwn(String column, List<Role> roles);

        String own(List<Role> roles);
    }

    ReadModel(String name, String file) {
        this.name = name;
        String sql = file.replaceAll("--[^\\n]*", "").strip();
        String code = sql.replaceAll("'(?:[^']|'')*'", "''").toLowerCase(Locale.ROOT);
        if (!code.startsWith("select ")) throw wrong("is not a select");
        if (OUTER_JOIN.matcher(code).find()) throw wrong("has an outer join; use a scalar sub-select");
        List<Integer> cuts = new ArrayList<>(List.of("select ".length()));
        int tail = cutSelectList(sql, cuts);
        for (int i = 0; i + 1 < cuts.size(); i++) {
            String column = sql.substring(cuts.get(i), cuts.get(i + 1) - (i + 2 < cuts.size() ? 1 : 0));
            Matcher named = NAME.matcher(column);
            if (!named.find()) throw wrong("has a column without a name: " + column);
            columns.put(named.group(1), new Template(column));
        }
        List<String> rows = Condition.cut(sql.substring(tail), "where");
        from = new Template(rows.getFirst());
        where = Condition.of(rows.size() > 1 ? rows.get(1) : "true");
    }

    /** The read model in the class path file {@code read/<name>.sql}. */
    static ReadModel named(String name) {
        String file = text("read model", "read/" + name);
        return new ReadModel(
                name,
                RULE.matcher(file)
                        .replaceAll(
                                rule -> Matcher.quoteReplacement("(" + text("rule", "rule/" + rule.group(1)) + ")")));
    }

    /** Whether what follows a position of a log is still there: the condition {@code kept/<name>.sql} of its module. */
    static String kept(String name, String after, Filling filling) {
        return "(" + new Template(code("kept", name).replace(":after", after)).sql(filling) + ")";
    }

    /** How far a log is: the select {@code head/<name>.sql} of its module, of a position and of ids that have none yet. */
    static String head(String name, Filling filling) {
        return "(" + new Template(code("head", name)).sql(filling) + ")";
    }

    private static String code(String kind, String name) {
        return text(kind, kind + "/" + name).replaceAll("--[^\\n]*", "").strip();
    }

    private static String text(String what, String path) {
        try (InputStream file = ReadModel.class.getResourceAsStream("/" + path + ".sql")) {
            if (file == null) throw new IllegalStateException("There is no %s %s.sql.".formatted(what, path));
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All columns. */
    String sql(Filling filling) {
        return sql(columns.keySet(), filling);
    }

    /** The rows with these columns: what is not used is not written, so that PostgreSQL need not take it out again. */
    String sql(Set<String> used, Filling filling) {
        String list = columns.entrySet().stream()
                .filter(column -> used.contains(column.getKey()))
                .map(column -> column.getValue().sql(filling).strip())
                .collect(Collectors.joining(", "));
        Boolean known = where.known(filling);
        return "select " + list + " " + from.sql(filling) + " where " + (known == null ? where.sql(filling) : known);
    }

    /**
     * Where the select list is cut at its commas, and where it ends. A derived table costs nothing only while PostgreSQL
     * can merge it into the statement around it, so what would keep it from that is refused.
     */
    private int cutSelectList(String sql, List<Integer> cuts) {
        int depth = 0;
        int tail = sql.length();
        Matcher token = Pattern.compile("'(?:[^']|'')*'|[(),]|\\b[a-z_]+\\b", Pattern.CASE_INSENSITIVE)
                .matcher(sql);
        while (token.find()) {
            String word = token.group().toLowerCase(Locale.ROOT);
            if (word.equals("(")) depth++;
            if (word.equals(")")) depth--;
            if (depth > 0) continue;
            if (word.equals(",") && tail == sql.length()) cuts.add(token.end());
            if (word.equals("from") && tail == sql.length()) tail = token.start();
            if (NOT_PULLED_UP.contains(word))
                throw wrong("has '" + word + "' at its top level, so it cannot be pulled up");
        }
        cuts.add(tail);
        return tail;
    }

    private IllegalStateException wrong(String what) {
        return new IllegalStateException("read/" + name + ".sql " + what + ".");
    }

    /** A piece of SQL with open places. */
    static final class Template {
        private static final Pattern OPEN = Pattern.compile(
                "'(?:[^']|'')*'|::|:([a-z_]+)|\\b(has_role|has_part|sees|is_own|own)\\(([^()]*)\\)",
                Pattern.CASE_INSENSITIVE);

        private final List<Part> parts = new ArrayList<>();

        /** A piece of a template, as it stands or as it is filled. */
        private interface Part {
            String sql(Filling filling);
        }

        Template(String sql) {
            Matcher open = OPEN.matcher(sql);
            int done = 0;
            while (open.find()) {
                text(sql.substring(done, open.start()).replaceAll("\\s+", " "));
                done = open.end();
                String parameter = open.group(1);
                if (parameter != null) parts.add(filling -> filling.parameter(parameter));
                else if (open.group(2) != null)
                    parts.add(Right.of(open.group(2).toLowerCase(Locale.ROOT), open.group(3)));
                else text(open.group());
            }
            text(sql.substring(done).replaceAll("\\s+", " "));
        }

        String sql(Filling filling) {
            StringBuilder sql = new StringBuilder();
            for (Part part : parts) sql.append(part.sql(filling));
            return sql.toString();
        }

        /** What roles alone decide it to be, where it is nothing but a question about rights; null otherwise. */
        @Nullable
        Boolean known(Filling filling) {
            if (parts.size() != 1 || !(parts.getFirst() instanceof Right right)) return null;
            return right.known(filling);
        }

        private void text(String sql) {
            if (!sql.isEmpty()) parts.add(filling -> sql);
        }

        /** A question about the caller's rights. */
        private record Right(String function, String column, List<Role> roles) implements Part {
            private static final Pattern ROLE = Pattern.compile("'([A-Z_]+)'");

            static Right of(String function, String arguments) {
                int comma = arguments.indexOf(',');
                String column =
                        comma < 0 ? arguments : arguments.substring(0, comma).strip();
                List<Role> roles = function.equals("has_part")
                        ? List.copyOf(Role.PART)
                        : ROLE.matcher(arguments)
                                .results()
                                .map(role -> Role.valueOf(role.group(1)))
                                .toList();
                return new Right(function, column, roles);
            }

            @Override
            public String sql(Filling filling) {
                return switch (function) {
                    case "has_role", "has_part" -> filling.hasRole(roles);
                    case "own" -> filling.own(roles);
                    case "is_own" -> filling.isOwn(column, roles);
                    default -> filling.sees(column, roles);
                };
            }

            @Nullable
            Boolean known(Filling filling) {
                List<Role> everywhere = switch (function) {
                    case "has_role", "has_part" -> roles;
                    case "sees" ->
                        roles.stream().filter(role -> !role.territorial()).toList();
                    default -> List.of();
                };
                if (filling.hasRole(everywhere).equals("true")) return true;
                return filling.hasRole(roles).equals("false") ? Boolean.FALSE : null;
            }
        }
    }
}
