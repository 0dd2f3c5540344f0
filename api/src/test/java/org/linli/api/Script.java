package org.linli.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * A script of the pages, read as far as its GraphQL documents go: literals that begin like one, with the constants, functions and choices that
 * stand in them put in. What a document asks thus has to stand in the script, and not come about as it runs.
 */
record Script(String name, List<String> imports, Map<String, Named> constants, List<Template> literals) {
    private static final Pattern IMPORT = Pattern.compile("from '(\\./[\\w-]+\\.js|\\.\\./[\\w-]+\\.js)'");
    private static final Pattern NAMED = Pattern.compile("const (\\w+) = (?:\\(?(\\w+)(?: = '')?\\)? => )?$");
    private static final Pattern LIST = Pattern.compile("const (\\w+) = \\[('[^\\]]*')\\];");
    private static final Pattern NUMBER = Pattern.compile("const (\\w+) = (\\d+);");
    private static final Pattern DOCUMENT =
            Pattern.compile("(?s)(#[^\\n]*\\n)*((query|mutation|subscription)\\b[^{]*\\{.*|\\{\\s.*)");

    /** A literal with a name, or a function that gives one of its parameter; empty where it has none. */
    record Named(String parameter, Template template) {}

    /** Texts, and what stands between them. */
    record Template(List<Object> parts) {}

    /** Between <code>${</code> and <code>}</code>. */
    record Expression(String text) {}

    static Script read(String name) {
        try {
            String text = new ClassPathResource("static/assets/" + name).getContentAsString(StandardCharsets.UTF_8);
            Reader reader = new Reader(text);
            reader.code();
            LIST.matcher(text).results().forEach(found -> reader.named.put(found.group(1), new Named("", list(found))));
            NUMBER.matcher(text)
                    .results()
                    .forEach(found ->
                            reader.named.put(found.group(1), new Named("", new Template(List.of(found.group(2))))));
            List<String> imports = IMPORT.matcher(text)
                    .results()
                    .map(found -> within(name, found.group(1)))
                    .toList();
            return new Script(name, imports, reader.named, reader.literals);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static Template list(MatchResult found) {
        return new Template(
                List.of(found.group(2).replaceAll("'\\s*,\\s*'", " ").replace("'", "")));
    }

    private static String within(String name, String address) {
        String folder = name.contains("/") ? name.substring(0, name.indexOf('/') + 1) : "";
        return address.startsWith("../") ? address.substring(3) : folder + address.substring(2);
    }

    /** Its documents; of one that says <code>a ? b : c</code> both. */
    List<String> documents(Function<String, @Nullable Named> elsewhere) {
        Function<String, @Nullable Named> known =
                of -> constants.containsKey(of) ? constants.get(of) : elsewhere.apply(of);
        List<String> found = new ArrayList<>();
        for (Template literal : literals) {
            boolean document = literal.parts().getFirst() instanceof String start
                    && DOCUMENT.matcher(start.strip() + (literal.parts().size() > 1 ? " " : ""))
                            .matches();
            if (document) found.addAll(texts(literal, known, Map.of()));
        }
        return found;
    }

    private List<String> texts(Template template, Function<String, @Nullable Named> known, Map<String, String> given) {
        List<String> texts = List.of("");
        for (Object part : template.parts()) {
            List<String> ends = part instanceof Expression expression
                    ? texts(expression.text().strip(), known, given)
                    : List.of((String) part);
            texts = texts.stream()
                    .flatMap(start -> ends.stream().map(end -> start + end))
                    .toList();
        }
        return texts;
    }

    private static final Pattern JOINED = Pattern.compile("(\\w+)\\.join\\(' '\\)");
    private static final Pattern CALL = Pattern.compile("(?s)(\\w+)\\((.*)\\)");
    private static final Pattern CHOICE = Pattern.compile("(?s)\\w+ \\? (['`].*['`]) : (['`].*['`])");

    private List<String> texts(String expression, Function<String, @Nullable Named> known, Map<String, String> given) {
        String literal = given.get(expression);
        if (literal != null) return List.of(literal);
        Matcher choice = CHOICE.matcher(expression);
        if (choice.matches())
            return List.of(choice.group(1), choice.group(2)).stream()
                    .flatMap(each -> texts(literal(each), known, given).stream())
                    .toList();
        Matcher call = CALL.matcher(expression);
        Matcher joined = JOINED.matcher(expression);
        String of = joined.matches() ? joined.group(1) : call.matches() ? call.group(1) : expression;
        Named named = known.apply(of);
        if (named == null)
            throw new AssertionError(name + ": nothing tells what ${" + expression + "} in a document is");
        if (!call.matches() || named.parameter().isEmpty()) return texts(named.template(), known, given);
        List<String> arguments = call.group(2).isBlank() ? List.of("") : argument(call.group(2), known, given);
        return arguments.stream()
                .flatMap(argument -> texts(named.template(), known, Map.of(named.parameter(), argument)).stream())
                .toList();
    }

    /** A literal, or the name of one. */
    private List<String> argument(String source, Function<String, @Nullable Named> known, Map<String, String> given) {
        return source.matches("\\w+") ? texts(source, known, given) : texts(literal(source), known, given);
    }

    private static Template literal(String source) {
        Reader reader = new Reader(source.strip());
        reader.code();
        return reader.literals.getLast();
    }

    /** Tells literals from comments, regular expressions and the rest. */
    private static final class Reader {
        private final String text;
        private final List<Template> literals = new ArrayList<>();
        private final Map<String, Named> named = new LinkedHashMap<>();
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /** Up to the brace that closes what is open. */
        void code() {
            int open = 0;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '}' && open-- == 0) return;
                if (c == '{') open++;
                else if (text.startsWith("//", at)) at = before("\n");
                else if (text.startsWith("/*", at)) at = before("*/") + 1;
                else if (c == '/' && text.substring(0, at).matches("(?s).*([(,=:\\[!&|?{};]|return)\\s*")) expression();
                else if (c == '\'' || c == '"' || c == '`') keep(at, literal(c));
            }
        }

        private int before(String end) {
            int found = text.indexOf(end, at);
            return found < 0 ? text.length() : found;
        }

        private void expression() {
            boolean set = false;
            for (at++; set || text.charAt(at) != '/'; at++) {
                if (text.charAt(at) == '\\') at++;
                else if (text.charAt(at) == '[') set = true;
                else if (text.charAt(at) == ']') set = false;
            }
        }

        private void keep(int start, Template literal) {
            literals.add(literal);
            String line = text.substring(Math.max(text.lastIndexOf('\n', start), 0), start);
            Matcher name = NAMED.matcher(line);
            if (name.find())
                named.put(name.group(1), new Named(Objects.requireNonNullElse(name.group(2), ""), literal));
        }

        private Template literal(char quote) {
            List<Object> parts = new ArrayList<>();
            StringBuilder part = new StringBuilder();
            for (at++; text.charAt(at) != quote; at++) {
                if (text.charAt(at) == '\\') part.append(text.charAt(++at));
                else if (quote == '`' && text.startsWith("${", at)) {
                    parts.add(part.toString());
                    part.setLength(0);
                    at += 2;
                    int start = at;
                    code();
                    parts.add(new Expression(text.substring(start, at)));
                } else part.append(text.charAt(at));
            }
            parts.add(part.toString());
            return new Template(parts);
        }
    }
}
