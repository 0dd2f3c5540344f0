package org.linli.live;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.linli.schema.contract.Words;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people are told of refusals: the modules' files {@code refusals/<language>/<module>.properties}, by the code; and what stands in its text for a
 * value of the contract, where {@code CODE.VALUE} has a text, as the value does not say enough.
 */
final class Refusals {
    private static final List<String> LANGUAGES = List.of("zh-CN", "en");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Map<String, Properties> texts = new HashMap<>();

    /** @throws IllegalStateException naming the refusals that one of the languages has no text for */
    Refusals(Collection<String> refusals) {
        for (String language : LANGUAGES) {
            Properties read = read("classpath*:refusals/" + language + "/*.properties");
            String missing = refusals.stream()
                    .map(Json::capitals)
                    .filter(code -> read.getProperty(code) == null)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) throw new IllegalStateException("No text in " + language + " for " + missing);
            texts.put(language, read);
        }
    }

    /** The outcome with code and message, if it is a refusal. */
    String told(String outcome, String language, ZoneId zone) {
        String code = Json.capitals(Json.typeOf(outcome));
        Properties all = texts.getOrDefault(language, new Properties());
        String text = all.getProperty(code);
        if (text == null) return outcome;
        ObjectNode json = Json.parse(outcome);
        String message = PLACEHOLDER
                .matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(said(
                        json.path(Words.snake(place.group(1))),
                        zone,
                        value -> all.getProperty(code + "." + value, value))));
        return json.put("code", code).put("message", message).toString();
    }

    private static String said(JsonNode value, ZoneId zone, UnaryOperator<String> word) {
        if (value.isArray())
            return value.values().stream().map(each -> said(each, zone, word)).collect(Collectors.joining(", "));
        if (value.isNull() || value.isMissingNode()) return "";
        String text = value.isString() ? word.apply(value.stringValue()) : value.toString();
        try {
            return OffsetDateTime.parse(text).atZoneSameInstant(zone).format(MINUTE);
        } catch (DateTimeParseException noMoment) {
            return text;
        }
    }

    private static Properties read(String pattern) {
        Properties all = new Properties();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern))
                try (Reader reader = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                    all.load(reader);
                }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
