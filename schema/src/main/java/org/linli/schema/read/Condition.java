package org.linli.schema.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.read.ReadModel.Filling;
import org.linli.schema.read.ReadModel.Template;

/**
 * A condition of a read model, without what the caller's roles decide. PostgreSQL leaves that out of its plans too; but each
 * time it runs a plan it walks the query as it was written, and locks every table in it.
 */
sealed interface Condition {
    /** What the roles decide it to be, null where rows decide. Binds nothing. */
    @Nullable
    Boolean known(Filling filling);

    /** The condition as SQL, where rows decide. */
    String sql(Filling filling);

    static Condition of(String written) {
        String sql = written.strip();
        List<String> any = cut(sql, "or");
        if (any.size() > 1) return new Several(any.stream().map(Condition::of).toList(), true);
        List<String> all = cut(sql, "and");
        if (all.size() > 1) return new Several(all.stream().map(Condition::of).toList(), false);
        String inner = inner(sql);
        if (inner != null && !inner.startsWith("select")) return of(inner);
        String rows = sql.startsWith("exists")
                ? inner(sql.substring("exists".length()).strip())
                : null;
        List<String> parts = rows == null ? List.of() : cut(rows, "where");
        return parts.size() == 2
                ? new Exists(new Template(parts.getFirst()), of(parts.getLast()))
                : new Plain(new Template(sql));
    }

    /** @param any whether one of them is enough, or all have to hold */
    record Several(List<Condition> conditions, boolean any) implements Condition {
        /** One condition may decide for all of them; otherwise they are decided if each is. */
        @Override
        public @Nullable Boolean known(Filling filling) {
            boolean open = false;
            for (Condition condition : conditions) {
                Boolean known = condition.known(filling);
                if (known == null) open = true;
                else if (known == any) return any;
            }
            return open ? null : Boolean.valueOf(!any);
        }

        @Override
        public String sql(Filling filling) {
            String rest = conditions.stream()
                    .filter(condition -> condition.known(filling) == null)
                    .map(condition -> condition.sql(filling))
                    .collect(Collectors.joining(any ? " or " : " and "));
            return any ? "(" + rest + ")" : rest;
        }
    }

    record Exists(Template rows, Condition condition) implements Condition {
        @Override
        public @Nullable Boolean known(Filling filling) {
            return Boolean.FALSE.equals(condition.known(filling)) ? Boolean.FALSE : null;
        }

        @Override
        public String sql(Filling filling) {
            String all = "exists (" + rows.sql(filling);
            return condition.known(filling) == null ? all + " where " + condition.sql(filling) + ")" : all + ")";
        }
    }

    record Plain(Template template) implements Condition {
        @Override
        public @Nullable Boolean known(Filling filling) {
            return template.known(filling);
        }

        @Override
        public String sql(Filling filling) {
            return template.sql(filling);
        }
    }

    /** The parts of SQL between a word, where that stands in no parentheses and no case. */
    static List<String> cut(String sql, String word) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        Matcher token = Lexer.TOKEN.matcher(sql);
        while (token.find()) {
            String found = token.group().toLowerCase(Locale.ROOT);
            depth += Lexer.deeper(found);
            if (depth > 0 || !found.equals(word)) continue;
            parts.add(sql.substring(start, token.start()).strip());
            start = token.end();
        }
        parts.add(sql.substring(start).strip());
        return parts;
    }

    /** What stands between parentheses around the whole, null where there are none. */
    private static @Nullable String inner(String sql) {
        int depth = 0;
        Matcher token = Lexer.TOKEN.matcher(sql);
        while (token.find()) {
            depth += Lexer.deeper(token.group().toLowerCase(Locale.ROOT));
            if (depth == 0) {
                boolean around = sql.startsWith("(") && token.end() == sql.length();
                return around ? sql.substring(1, sql.length() - 1).strip() : null;
            }
        }
        return null;
    }

    /** Just enough of SQL to tell what belongs together. */
    final class Lexer {
        private static final Pattern TOKEN =
                Pattern.compile("'(?:[^']|'')*'|[()]|\\b[a-z_]+\\b", Pattern.CASE_INSENSITIVE);

        private Lexer() {}

        static int deeper(String token) {
            if (token.equals("(") || token.equals("case")) return 1;
            return token.equals(")") || token.equals("end") ? -1 : 0;
        }
    }
}
