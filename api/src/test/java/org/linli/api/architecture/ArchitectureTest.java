package org.linli.api.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Maven cannot hold of the house's rules. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.linli");
    private static final String SEEN = "org.linli.api.architecture.seen";
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(SEEN);

    private static final ArchRule NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Dto|Impl)")
            .orShould()
            .haveSimpleNameStartingWith("Base")
            .orShould()
            .haveSimpleNameStartingWith("Common")
            .because("names are the field's words");

    /** Except where the driver is met on its event loop, and what goes on while nobody asks: the feed and the webhooks. */
    private static final ArchRule REACTIVE = noClasses()
            .that()
            .resideOutsideOfPackages("org.linli.tenancy.database", "org.linli.live.feed", "org.linli.live.webhooks")
            .should()
            .accessTargetWhere(describe(
                    "it blocks or subscribes",
                    (JavaAccess<?> access) ->
                            access.getTargetOwner().getPackageName().startsWith("reactor.core")
                                    && (access.getName().startsWith("block")
                                            || access.getName().equals("subscribe"))))
            .because("reactive code stays flat, and nothing runs on its own");

    private static final ArchRule ONE_DOOR = noClasses()
            .that(resideInAPackage("org.linli..")
                    .and(describe("are not tenancy's", c -> !c.getPackageName().startsWith("org.linli.tenancy"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..")
            .because("only tenancy opens connections, since only it binds a district");

    private static final ArchRule HIDDEN = classes()
            .that()
            .haveSimpleNameEndingWith("Store")
            .or()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .notBePublic()
            .allowEmptyShould(true)
            .because("modules ask each other through front classes");

    private static final List<ArchRule> RULES = List.of(NAMES, REACTIVE, ONE_DOOR, HIDDEN);

    /** Everything that is not one of the others is a module's. The test kit of {@code infra/services} stands below all. */
    private static ArchRule layers(String root) {
        return layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("schema")
                .definedBy(root + ".schema..")
                .layer("tenancy")
                .definedBy(root + ".tenancy..")
                .layer("modules")
                .definedBy(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(
                                root + ".schema..", root + ".tenancy..", root + ".api..", root + ".services.."))))
                .layer("api")
                .definedBy(root + ".api..")
                .whereLayer("api")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("modules")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("tenancy")
                .mayOnlyBeAccessedByLayers("api", "modules");
    }

    @Test
    void dependenciesPointOneWay() {
        layers("org.linli").check(HOUSE);
    }

    @Test
    void aDependencyTheOtherWayIsSeen() {
        assertThatThrownBy(() -> layers(SEEN).check(BROKEN))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seen.schema.VisitRow")
                .hasMessageContaining("seen.visits.Visits")
                .hasMessageNotContaining("<" + SEEN + ".api.VisitPage.");
    }

    @Test
    void theHouseKeepsItsRules() {
        RULES.forEach(rule -> rule.check(HOUSE));
    }

    @Test
    void everyRuleHasBeenSeenToFail() {
        for (ArchRule rule : RULES) assertThatThrownBy(() -> rule.check(BROKEN)).isInstanceOf(AssertionError.class);
    }

    @Test
    void onlyOneClassBindsTheDistrict() throws IOException {
        assertThat(binding("/src/main/java/"))
                .isSubsetOf("GuardedRead.java", "DistrictSnapshot.java", "CellRows.java", "DemoData.java")
                .contains("GuardedRead.java");
        assertThat(binding("/architecture/seen/")).containsExactly("VisitStore.java");
    }

    /** NullAway looks only where a package asks for it, so one that forgot would never be told. */
    @Test
    void everyPackageIsNullMarked(@TempDir Path elsewhere) throws IOException {
        assertThat(unmarked(Path.of(System.getProperty("linli.root")))).isEmpty();
        Path visits = Files.createDirectories(elsewhere.resolve("src/main/java/visits"));
        Files.writeString(visits.resolve("Visits.java"), "package visits; class Visits {}");
        assertThat(unmarked(elsewhere)).containsExactly(visits);
    }

    /** Folders with sources whose package-info does not say it. */
    private static Set<Path> unmarked(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java"))
                            || !contains(folder.resolve("package-info.java"), "@NullMarked"))
                    .collect(Collectors.toSet());
        }
    }

    /** Names of the source files in such folders that enter a district. */
    private static List<String> binding(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("linli.root")))) {
            return files.filter(file -> file.toString().contains(folder))
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> contains(file, "enter_district("))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
