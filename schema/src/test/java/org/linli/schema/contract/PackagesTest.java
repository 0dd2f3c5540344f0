package org.linli.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
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
            Set<String> rest = new TreeSet<>(WHOLE.packages().keySet());
            rest.removeIf(
                    other -> other.equals(name) || WHOLE.packages().get(other).contains(name));
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
        Set<String> absent = new TreeSet<>(types.keySet());
        absent.removeAll(packages);
        for (String name : absent) assertThat(left).as(name).isNotEmpty().doesNotContainAnyElementsOf(types.get(name));
        for (String name : absent)
            assertThat(((GraphQLEnumType) schema.getType("UpdateType"))
                            .getValues().stream().map(value -> value.getName().replace("_", "")))
                    .doesNotContainAnyElementsOf(types.get(name).stream()
                            .map(type -> type.toUpperCase(java.util.Locale.ROOT))
                            .toList());
    }

    /** The types that each package's file defines. */
    private static Map<String, Set<String>> types() throws IOException {
        Map<String, Set<String>> types = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:schema/*.graphqls")) {
            String name =
                    String.valueOf(file.getFilename()).replace(".graphqls", "").toUpperCase(java.util.Locale.ROOT);
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
        Contract left = WHOLE.of(packages);
        left.declarations().useCases().forEach((name, field) -> {
            UseCaseField whole = WHOLE.declarations().useCases().get(name);
            assertThat(field.outcomes())
                    .as(name)
                    .extracting(RowType::name)
                    .isEqualTo(whole.outcomes().stream().map(RowType::name).toList());
            field.outcomes()
                    .forEach(outcome -> assertThat(outcome.fields().keySet())
                            .as(outcome.name())
                            .isEqualTo(WHOLE.declarations()
                                    .outcomes()
                                    .get(outcome.name())
                                    .fields()
                                    .keySet()));
        });
    }

    @Test
    void allPackagesAreTheWhole() {
        assertThat(WHOLE.of(WHOLE.packages().keySet())).isSameAs(WHOLE);
    }

    @Test
    void allCanBeNamedWhateverIsThere() {
        GraphQLEnumType names = (GraphQLEnumType) WHOLE.of(Set.of()).schema().getType("Package");
        assertThat(names.getValues())
                .extracting("name")
                .containsExactlyInAnyOrderElementsOf(WHOLE.packages().keySet());
    }

    @Test
    void whatReferredToIsNarrowed() {
        Contract left = WHOLE.of(Set.of("POINTS", "ACTIVITIES", "FILES", "FIGURES", "EVALUATIONS"));
        GraphQLUnionType records = (GraphQLUnionType) left.schema().getType("FileRecord");
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
