package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.linli.schema.contract.Contract;
import org.springframework.core.io.ClassPathResource;

/** The documents that the pages offer fit the contract. */
class ExamplesTest {
    private static final Pattern DOCUMENT = Pattern.compile("query(?: =|:) `([^`]*)`");

    @Test
    void theContractAnswersEachExample() throws IOException {
        GraphQLSchema schema = Contract.load().schema();
        for (String script : List.of("examples.js", "start.js"))
            for (String document : documents(script))
                assertThat(new Validator().validateDocument(schema, Parser.parse(document), Locale.ENGLISH))
                        .as(document)
                        .isEmpty();
    }

    private static List<String> documents(String script) throws IOException {
        String text = new ClassPathResource("static/assets/" + script).getContentAsString(StandardCharsets.UTF_8);
        List<String> found =
                DOCUMENT.matcher(text).results().map(result -> result.group(1)).toList();
        assertThat(found).isNotEmpty();
        return found;
    }
}
