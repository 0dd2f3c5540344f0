package org.linli.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLUnionType;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What is left of the contract without some of its packages. */
class PackagesTest {
    private static final Contract WHOLE = Contract.load();

    /** None, each with what it needs, and all but one and those that need it. */
    static Stream<Set<String>> choices() {
        List<Set<String>> choices = new ArrayList<>(List.of(Set.of()));
        WHOLE.packages().forEach((name, needs) -> {
            Set<String> alone = new TreeSet<>(needs);
            alone.add(name);
            choices.add(alone);
            Set<String> rest = new TreeSet<>();
            WHOLE.packages().forEach((other, its) -> {
                if (!other.equals(name) && !its.contains(name)) rest.add(other);
            });
            choices.add(rest);
        });
        return new LinkedHashSet<>(choices).stream();
    }

    @ParameterizedTest
    @MethodSource("choices")
    void nothingIsLeftOfAPackageThatIsAbsent(Set<String> packages) throws IOException {
        GraphQLSchema schema = WHOLE.of(packages).schema();
        Set<String> left = new TreeSet<>();
        for (GraphQLNamedType type : schema.getAllTypesAsList()) left.add(type.getName());
        Map<String, Set<String>> types = types();
        Set<String> told = new TreeSet<>();
        type(GraphQLEnumType.class, schema, "UpdateType")
                .getValues()
                .forEach(value -> told.add(value.getName().replace("_", "")));
        types.forEach((name, defined) -> {
            if (packages.contains(name)) return;
            assertThat(left).as(name).isNotEmpty().doesNotContainAnyElementsOf(defined);
            assertThat(told)
                    .as(name)
                    .doesNotContainAnyElementsOf(defined.stream()
                            .map(type -> type.toUpperCase(Locale.ROOT))
                            .toList());
        });
    }

    private static <T extends GraphQLNamedType> T type(Class<T> kind, GraphQLSchema schema, String name) {
        return kind.cast(Objects.requireNonNull(schema.getType(name)));
    }

    /** The types that each package's file defines. */
    private static Map<String, Set<String>> types() throws IOException {
        Map<String, Set<String>> types = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:schema/*.graphqls")) {
            String name =
                    String.valueOf(file.getFilename()).replace(".graphqls", "").toUpperCase(Locale.ROOT);
            if (WHOLE.packages().containsKey(name))
                types.put(
                        name,
                        new SchemaParser()
                                .parse(file.getContentAsString(StandardCharsets.UTF_8))
                                .types()
                                .keySet());
        }
        assertThat(types.keySet()).isEqualTo(WHOLE.packages().keySet());
        return types;
    }

    @ParameterizedTest
    @MethodSource("choices")
    void whatIsLeftOfMutationsEndsAsItDoesInTheWhole(Set<String> packages) {
        Declarations left = WHOLE.of(packages).declarations();
        left.useCases()
                .forEach((name, field) -> assertThat(outcomes(field))
                        .as(name)
                        .isEqualTo(outcomes(Objects.requireNonNull(
                                WHOLE.declarations().useCases().get(name)))));
    }

    /** How it may end, and what is told then. */
    private static Map<String, Set<String>> outcomes(UseCaseField field) {
        Map<String, Set<String>> outcomes = new TreeMap<>();
        field.outcomes()
                .forEach(
                        outcome -> outcomes.put(outcome.name(), outcome.fields().keySet()));
        return outcomes;
    }

    @Test
    void operatorsNameTheSamePackages() {
        Contract platform = Contract.ofPlatform();
        EnumTypeDefinition named =
                Objects.requireNonNull(platform.served().getTypeOrNull("Package", EnumTypeDefinition.class));
        assertThat(named.getEnumValueDefinitions().stream().map(EnumValueDefinition::getName))
                .containsExactlyInAnyOrderElementsOf(Contract.load().packages().keySet());
    }

    @Test
    void allPackagesAreTheWhole() {
        assertThat(WHOLE.of(WHOLE.packages().keySet())).isSameAs(WHOLE);
    }

    @Test
    void allCanBeNamedWhateverIsThere() {
        GraphQLEnumType names = type(GraphQLEnumType.class, WHOLE.of(Set.of()).schema(), "Package");
        assertThat(names.getValues())
                .extracting("name")
                .containsExactlyInAnyOrderElementsOf(WHOLE.packages().keySet());
    }

    @Test
    void whatReferredToIsNarrowed() {
        Contract left = WHOLE.of(Set.of("POINTS", "ACTIVITIES", "FILES", "FIGURES", "EVALUATIONS"));
        GraphQLUnionType records = type(GraphQLUnionType.class, left.schema(), "FileRecord");
        assertThat(records.getTypes()).extracting("name").containsExactly("Activity");
        assertThat(left.declarations().valuesOf("FigureKey"))
                .containsExactly("COURSES", "RESIDENTS_REGISTERED", "SELF_GOVERNANCE_ACTIVITIES");
        assertThat(left.declarations().valuesOf("DeadlineKind"))
                .containsExactly("ACTIVITY_APPROVAL", "EVALUATION_APPEAL", "RESIDENT_VERIFICATION");
        assertThat(left.declarations().isNarrowed("FileRecord")).isTrue();
        assertThat(left.declarations().isNarrowed("ActivityStatus")).isFalse();
        assertThat(left.declarations().events().keySet())
                .doesNotContain("MerchantMoved")
                .contains("ActivityMoved");
    }

    /** Files of records that cannot be there are no files. */
    @Test
    void whatCannotBeWithoutOthersIsGoneWithThem() {
        assertThat(WHOLE.of(Set.of("FILES")).declarations().types()).doesNotContainKey("File");
    }
}
