package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.GraphQL;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.schema.ErrorCode;

/** No text is missing in any language, and none has lost a placeholder. */
class TextsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    private final Messages messages = new Messages();

    @ParameterizedTest
    @EnumSource
    void everyErrorHasAMessageAndAMeaningInEachLanguage(ErrorCode code) {
        for (String key : Set.of(code.name(), code.name() + ".meaning")) {
            assertThat(placeholders(messages.text(key, Language.CHINESE)))
                    .isEqualTo(placeholders(messages.text(key, Language.ENGLISH)));
            assertThat(messages.text(key, Language.CHINESE)).containsPattern("\\p{IsHan}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Validation", "Parsing", "Execution", "Scalars", "General"})
    void everyTextOfTheEngineIsChineseToo(String bundle) throws IOException {
        Properties english = load(bundle + ".properties");
        Properties chinese = load(bundle + "_zh.properties");
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        for (String key : english.stringPropertyNames())
            assertThat(placeholders(chinese.getProperty(key)))
                    .as(key)
                    .isEqualTo(placeholders(english.getProperty(key)));
    }

    private static Properties load(String file) throws IOException {
        URL bundle = Objects.requireNonNull(GraphQL.class.getResource("/i18n/" + file), file);
        Properties texts = new Properties();
        try (InputStream bytes = bundle.openStream()) {
            texts.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
