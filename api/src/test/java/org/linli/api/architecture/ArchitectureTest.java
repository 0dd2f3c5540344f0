package org.linli.api.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.linli.api.architecture.seen.VisitManager;
import org.linli.api.architecture.seen.VisitStore;

/** What Maven cannot hold of the house's rules. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.linli");
    private static final JavaClasses BROKEN =
            new ClassFileImporter().importClasses(VisitManager.class, VisitStore.class);

    private static final ArchRule NAMES = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Dto|Impl)")
            .orShould()
            .haveSimpleNameStartingWith("Base")
            .orShould()
            .haveSimpleNameStartingWith("Common")
            .because("names are the field's words");

    /** The package that meets the driver on its event loop is the one exception. */
    private static final ArchRule REACTIVE = noClasses()
            .that()
            .resideOutsideOfPackage("org.linli.tenancy.database")
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

    @Test
    void dependenciesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("schema")
                .definedBy("org.linli.schema..")
                .layer("tenancy")
                .definedBy("org.linli.tenancy..")
                .layer("api")
                .definedBy("org.linli.api..")
                .whereLayer("tenancy")
                .mayOnlyBeAccessedByLayers("api")
                .check(HOUSE);
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
        Path root = Path.of(System.getProperty("linli.root"));
        try (Stream<Path> files = Files.walk(root)) {
            List<String> binding = files.filter(file -> file.toString().contains("src/main/java"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> contains(file, "enter_district("))
                    .map(file -> file.getFileName().toString())
                    .toList();
            assertThat(binding).isSubsetOf("GuardedRead.java", "DemoData.java").contains("GuardedRead.java");
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
