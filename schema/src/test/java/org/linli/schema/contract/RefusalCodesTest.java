package org.linli.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the contract says of codes is what is answered: a refusal's code is its name in capitals. */
class RefusalCodesTest {
    @Test
    void everyRefusalIsDescribedByItsOwnCode() {
        GraphQLSchema schema = Contract.load().schema();
        List<GraphQLObjectType> refusals =
                schema.getImplementations((GraphQLInterfaceType) Objects.requireNonNull(schema.getType("Refusal")));
        assertThat(refusals).hasSizeGreaterThan(50);
        assertThat(refusals.stream().map(refusal -> refusal.getName() + " " + described(refusal)))
                .containsExactlyElementsOf(refusals.stream()
                        .map(GraphQLObjectType::getName)
                        .map(name -> name + " " + Words.snake(name).toUpperCase(Locale.ROOT) + ".")
                        .toList());
    }

    private static String described(GraphQLObjectType refusal) {
        return Objects.requireNonNull(refusal.getFieldDefinition("code").getDescription());
    }
}
