package org.linli.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.introspection.Introspection;
import graphql.language.Definition;
import graphql.language.DescribedNode;
import graphql.language.Description;
import graphql.language.DirectiveDefinition;
import graphql.language.EnumTypeExtensionDefinition;
import graphql.language.NamedNode;
import graphql.language.Node;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.TypeDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLSchemaElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The contract is its own manual, so nothing in it goes without a description, be it written or derived. */
class DescriptionsTest {
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    /** Types, fields, arguments, input fields and enum values. */
    private static List<String> silent(GraphQLSchema schema) {
        List<String> silent = new ArrayList<>();
        schema.getAllTypesAsList().stream()
                .filter(type -> !Introspection.isIntrospectionTypes(type))
                .forEach(type -> look(type, type.getName(), silent));
        return silent;
    }

    private static void look(GraphQLNamedSchemaElement element, String at, List<String> silent) {
        String said = element.getDescription();
        if (said == null || said.isBlank()) silent.add(at);
        for (GraphQLSchemaElement child : element.getChildren())
            if (child instanceof GraphQLFieldDefinition
                    || child instanceof GraphQLArgument
                    || child instanceof GraphQLInputObjectField
                    || child instanceof GraphQLEnumValueDefinition)
                look(
                        (GraphQLNamedSchemaElement) child,
                        at + "." + ((GraphQLNamedSchemaElement) child).getName(),
                        silent);
    }

    @Test
    void everythingServedIsDescribed() throws IOException {
        assertThat(silent(Contract.load().schema())).isEmpty();
        assertThat(silent(Contract.of(base(), """
                        type Visit implements Node @rows(of: "visit", prefix: "visit") { "Id." id: ID! kind: Kind }
                        "A kind." enum Kind { CALL }
                        extend type Query {
                          "One." visit(id: ID!): Visit @get @auth(any: [GUEST])
                          "All." visits: VisitConnection @list @auth(any: [GUEST])
                        }
                        """).schema()))
                .containsExactlyInAnyOrder("Visit", "Visit.kind", "Kind.CALL", "Query.visit.id");
    }

    /** What is served says of every guarded field who may ask it; that alone is no description. */
    @Test
    void everythingWrittenIsDescribed() throws IOException {
        assertThat(written().stream().flatMap(file -> silent(file).stream())).isEmpty();
        assertThat(silent("\"A.\" type A { b: Int @auth(any: [GUEST]) } extend type A { \"C.\" c(d: Int): Int }"))
                .containsExactly("A.b", "A.c.d");
    }

    private static List<String> silent(String file) {
        List<String> silent = new ArrayList<>();
        described(file, (at, description) -> {
            if (description.isBlank()) silent.add(at);
        });
        return silent;
    }

    /** Whoever reads the page in Chinese finds the type by its term. */
    @Test
    void everyTypeNamesItsChineseTerm() throws IOException {
        assertThat(written().stream().flatMap(file -> withoutTerm(file).stream()))
                .isEmpty();
        assertThat(withoutTerm(
                        "\"A visit.\" type Visit { id: ID! } \"A kind.\" enum Kind { CALL } \"A day.\" scalar Day"))
                .containsExactly("Visit", "Kind");
    }

    /** Scalars are those of a library, by its names. */
    private static List<String> withoutTerm(String file) {
        List<String> without = new ArrayList<>();
        for (Definition<?> type : new Parser().parseDocument(file).getDefinitions())
            if (type instanceof TypeDefinition<?> named
                    && !(type instanceof ScalarTypeDefinition)
                    && !extension(type)
                    && !CHINESE.matcher(said((DescribedNode<?>) type)).find()) without.add(named.getName());
        return without;
    }

    private static void described(String file, BiConsumer<String, String> look) {
        new Parser().parseDocument(file).getDefinitions().forEach(node -> described(node, "", look));
    }

    private static void described(Node<?> node, String above, BiConsumer<String, String> look) {
        // The parts of internal directives are never served; their own descriptions speak of them.
        boolean directive = node instanceof DirectiveDefinition;
        String at = above;
        if (node instanceof DescribedNode<?> described && node instanceof NamedNode<?> named) {
            at = above.isEmpty() ? named.getName() : above + "." + named.getName();
            if (!extension(node)) look.accept(at, said(described));
        }
        if (!directive) for (Node<?> child : node.getChildren()) described(child, at, look);
    }

    private static boolean extension(Node<?> node) {
        return node instanceof ObjectTypeExtensionDefinition || node instanceof EnumTypeExtensionDefinition;
    }

    private static String said(DescribedNode<?> node) {
        Description description = node.getDescription();
        return description == null ? "" : description.getContent();
    }

    private static String base() throws IOException {
        return new ClassPathResource("schema/base.graphqls").getContentAsString(StandardCharsets.UTF_8);
    }

    private static List<String> written() throws IOException {
        List<String> files = new ArrayList<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:schema/*.graphqls"))
            files.add(file.getContentAsString(StandardCharsets.UTF_8));
        return files;
    }
}
