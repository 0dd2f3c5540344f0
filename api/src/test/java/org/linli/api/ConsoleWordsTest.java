package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.EventType;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What the console shows of the contracts has words in Chinese and English. */
class ConsoleWordsTest {
    private static final String SCRIPTS = "classpath:static/assets/console/";
    private static final Pattern WORDS = Pattern.compile(
            "^ {2}'?([\\w.]+)'?: \\['((?:[^'\\\\]|\\\\.)+)', '((?:[^'\\\\]|\\\\.)+)'\\],$", Pattern.MULTILINE);
    private static final Pattern SHOWN = Pattern.compile("\\bword\\('(\\w+)'");
    private static final Pattern SAID = Pattern.compile("\\bt\\('([\\w.]+)'");
    private static final Pattern FILLED_IN = Pattern.compile("\\{\\w+}");

    /** By what words begin with, the enums whose values follow. */
    private static final Map<String, List<String>> DISTRICT = Map.ofEntries(
            Map.entry("batch", List.of("ImportStatus")),
            Map.entry("client", List.of("ClientKind")),
            Map.entry("clientProblem", List.of("ClientProblem")),
            Map.entry("clientState", List.of("ClientStatus")),
            Map.entry("dayKind", List.of("CalendarDayKind")),
            Map.entry("deadline", List.of("DeadlineKind")),
            Map.entry("drift", List.of("StaffDriftKind")),
            Map.entry("driftState", List.of("StaffDriftStatus")),
            Map.entry("duty", List.of("DutyStatus")),
            Map.entry("failure", List.of("StaffFailure")),
            Map.entry("grant", List.of("RoleGrantStatus")),
            Map.entry("import", List.of("DataImportStatus")),
            Map.entry("kind", List.of("ImportKind")),
            Map.entry("language", List.of("Language")),
            Map.entry("member", List.of("StaffStatus")),
            Map.entry("package", List.of("Package")),
            Map.entry("packageText", List.of("Package")),
            Map.entry("retention", List.of("Retention")),
            Map.entry("role", List.of("Role", "StaffRole", "DutyRole")),
            Map.entry("setup", List.of("SetupState")),
            Map.entry("step", List.of("SetupStep")),
            Map.entry("stepText", List.of("SetupStep")),
            Map.entry("unit", List.of("DeadlineUnit")),
            Map.entry("webhook", List.of("WebhookStatus")),
            Map.entry("webhookPause", List.of("WebhookPauseReason")),
            Map.entry("weekday", List.of("Weekday")));

    private static final Map<String, List<String>> PLATFORM = Map.ofEntries(
            Map.entry("accountFailure", List.of("AccountFailure")),
            Map.entry("administrator", List.of("AdministratorInvitationStatus")),
            Map.entry("application", List.of("ApplicationStatus")),
            Map.entry("archive", List.of("ArchiveStatus")),
            Map.entry("archiveObstacle", List.of("ArchiveObstacle")),
            Map.entry("cityFigure", List.of("CityFigureKey")),
            Map.entry("deletion", List.of("DeletionStatus")),
            Map.entry("deletionObstacle", List.of("DeletionObstacle")),
            Map.entry("directoryDrift", List.of("DirectoryDriftKind")),
            Map.entry("driftState", List.of("DirectoryDriftStatus")),
            Map.entry("event", List.of("UpdateType")),
            Map.entry("move", List.of("MoveStatus")),
            Map.entry("moveObstacle", List.of("MoveObstacle")),
            Map.entry("next", List.of("ApplicationStatus")),
            Map.entry("obstacle", List.of("OnboardingObstacle")),
            Map.entry("onboarding", List.of("OnboardingStatus")),
            Map.entry("problem", List.of("DistrictProblem", "ApplicationProblem")),
            Map.entry("state", List.of("DistrictState")));

    /** Whose history a page of a district shows. */
    private static final Pattern TOLD = Pattern.compile("CLIENT_.*|STAFF_.*|SESSIONS_CLOSED");

    /** What happens to these no page of a district follows: it does not show them, or they are of a package, whose names a district without it does not know. */
    private static final Set<String> ELSEWHERE = Set.of(
            "Activity",
            "Enrolment",
            "EvaluationCampaign",
            "File",
            "Merchant",
            "MerchantService",
            "Pairing",
            "PointsPosting",
            "Project",
            "PropertyCompany",
            "Redemption",
            "Resident",
            "RuleAcknowledgement",
            "RuleSet",
            "ServingMember",
            "Shift",
            "ShiftOutcome",
            "ShiftSignUp",
            "Stream",
            "Unit",
            "Volunteer",
            "Webhook");

    /** Nor these. */
    private static final Set<String> UNSEEN =
            Set.of("COMMUNITY_REASSIGNED", "COVERAGE_CHANGED", "WRITES_PAUSED", "WRITES_RESUMED");

    private static final Pattern FOLLOWED = Pattern.compile("const HAPPENS = \\[(.*?)];", Pattern.DOTALL);

    @Test
    void aDistrictsPagesFollowAllThatHappensToWhatTheyShow() throws IOException {
        String followed =
                FOLLOWED.matcher(text()).results().findAny().orElseThrow().group(1);
        assertThat(Pattern.compile("'(\\w+)'").matcher(followed).results().map(event -> event.group(1)))
                .containsExactlyInAnyOrderElementsOf(Contract.load().declarations().events().values().stream()
                        .filter(event -> !ELSEWHERE.containsAll(event.of()))
                        .map(EventType::constant)
                        .filter(event -> !UNSEEN.contains(event))
                        .toList());
    }

    @Test
    void everyValueThatAPageShowsHasWordsInBothLanguages() throws IOException {
        GraphQLSchema district = Contract.load().schema();
        Stream<String> told =
                values(district, "UpdateType").filter(TOLD.asMatchPredicate()).map(value -> "event." + value);
        Set<String> words = words().keySet();
        assertThat(Stream.of(
                                keys(district, DISTRICT),
                                keys(Contract.ofPlatform().schema(), PLATFORM),
                                told)
                        .flatMap(each -> each)
                        .filter(key -> !words.contains(key)))
                .isEmpty();
    }

    @Test
    void nothingIsShownOfWhichThisTestDoesNotKnow() throws IOException {
        assertThat(SHOWN.matcher(text()).results().map(shown -> shown.group(1)))
                .isSubsetOf(Stream.of(DISTRICT.keySet(), PLATFORM.keySet(), List.of("differs"))
                        .flatMap(Collection::stream)
                        .toList());
    }

    @Test
    void whatAPageSaysHasWords() throws IOException {
        assertThat(SAID.matcher(text()).results().map(said -> said.group(1))).isSubsetOf(words().keySet());
    }

    @Test
    void bothLanguagesFillInTheSame() throws IOException {
        words().forEach((key, both) -> {
            assertThat(FILLED_IN.matcher(both.get(0)).results().map(MatchResult::group))
                    .as(key)
                    .hasSameElementsAs(FILLED_IN
                            .matcher(both.get(1))
                            .results()
                            .map(MatchResult::group)
                            .toList());
        });
    }

    private static Stream<String> keys(GraphQLSchema contract, Map<String, List<String>> shown) {
        return shown.entrySet().stream()
                .flatMap(of -> of.getValue().stream()
                        .flatMap(name -> values(contract, name))
                        .map(value -> of.getKey() + "." + value));
    }

    private static Stream<String> values(GraphQLSchema contract, String name) {
        GraphQLEnumType type = Objects.requireNonNull((GraphQLEnumType) contract.getType(name), name);
        return type.getValues().stream().map(GraphQLEnumValueDefinition::getName);
    }

    private static Map<String, List<String>> words() throws IOException {
        Map<String, List<String>> words = new TreeMap<>();
        WORDS.matcher(text())
                .results()
                .forEach(pair -> words.put(pair.group(1), List.of(pair.group(2), pair.group(3))));
        return words;
    }

    private static String text() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Resource script : new PathMatchingResourcePatternResolver().getResources(SCRIPTS + "*.js"))
            all.append(script.getContentAsString(StandardCharsets.UTF_8));
        return all.toString();
    }
}
