package org.linli.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.schema.contract.Contract;
import org.springframework.core.io.ClassPathResource;

/** The documents of all pages fit the contract to which they are sent, and the console offers what it is there for. */
class DocumentsOfPagesTest {
    /** A district's daily work, which frontends are for, and what clients do for themselves. */
    private static final Set<String> DAILY = Set.of("""
            acceptByCommunity acknowledgeRule activateGrid activateResident announceEvaluation appealEvaluation
            applyToAlliance approveActivity approveUnit archiveActivity assignTeacher cancelActivity
            cancelEnrolment cancelRedemption cancelShift cancelSignUp castBallot changeActivity changeEvaluation
            changeResident changeService changeSkills changeWebhook checkIn checkInShift checkOutShift
            closeEvaluation closeProject confirmByUnit coverCompounds createActivity createCommunity
            createCompound createGrid createStreet decideAppeal draftEvaluation endActivity endPairing
            endService endStream enrol eraseResident exitMerchant expirePoints expireRedemptions
            finaliseEvaluation giveConsent grantPoints importMerchants importResidents inviteUnit joinDistrict
            joinProject joinVolunteers linkGuardian mergeGrids moveCommunity moveResident nameContact
            openEnrolment openEvaluation openFile openProject openRuleSet openShift pairUnit pauseService
            publishActivity publishEvaluation publishRule rateActivity rateRedemption
            recordMerchantLead recordMerchantVisit recordOutcome redeemService registerChild registerForService
            registerResident registerUnit registerWebhook rejectHours renamePlace renewPairing
            replayDelivery replayWebhook reportActivity requestUpload restockService resumeMerchant
            resumeResident resumeService resumeWebhook retireGrid retirePlace returnActivity
            revealIdentityNumber reversePosting reviewPairing reviewRegistration reviewService rewardUnit
            rotateWebhookSecret scoreEvaluation showCheckInCode signMerchant signUpForShift splitGrid
            startActivity submitActivity submitService suspendMerchant suspendResident testWebhook
            transferService uploadService verifyHours verifyIdentity verifyMerchant verifyRedemption
            verifyResidence withdrawConsent withdrawFile withdrawService
            """.strip().split("\\s+"));

    private static final GraphQLSchema DISTRICTS = Contract.load().schema();
    private static final GraphQLSchema PLATFORM = Contract.ofPlatform().schema();
    private static final GraphQLSchema GUESTS = Contract.ofPlatformGuests().schema();

    private final Map<String, Script> scripts = new HashMap<>();

    @Test
    void theContractAnswersWhatThePagesOfADistrictAsk() {
        for (String name : List.of("examples.js", "start.js", "session.js", "live.js")) {
            Script script = script(name);
            List<String> documents = script.documents(of -> "selections".equals(of) ? ofUpdates() : found(script, of));
            assertThat(documents).as(name).isNotEmpty();
            for (String document : documents)
                assertThat(faults(document, DISTRICTS)).as(document).isEmpty();
        }
    }

    @Test
    void theContractOfADistrictOrTheOneOfOperatorsAnswersWhatTheConsoleAsks() {
        Set<String> ofDistricts = reached("console/district.js");
        Set<String> ofOperators = reached("console/operators.js");
        for (String name : reached("console/main.js")) {
            List<GraphQLSchema> contracts = name.equals("console/apply.js")
                    ? List.of(GUESTS)
                    : Stream.of(
                                    !ofOperators.contains(name) || ofDistricts.contains(name) ? DISTRICTS : null,
                                    !ofDistricts.contains(name) || ofOperators.contains(name) ? PLATFORM : null)
                            .filter(Objects::nonNull)
                            .toList();
            for (String document : documents(name))
                assertThat(contracts.stream()
                                .map(contract -> faults(document, contract))
                                .toList())
                        .as(name + ": " + document)
                        .anyMatch(List::isEmpty);
        }
        for (String document : documents("console/asking.js")) {
            assertThat(faults(document, DISTRICTS)).as(document).isEmpty();
            assertThat(faults(document, PLATFORM)).as(document).isEmpty();
        }
    }

    @Test
    void theConsoleOffersWhatOperatorsMayDo() {
        assertThat(mutations(PLATFORM)).isSubsetOf(offered());
    }

    @Test
    void theConsoleOffersWhatADistrictDoesBesidesItsDailyWork() {
        Set<String> offered = offered();
        assertThat(mutations(DISTRICTS).stream()
                        .filter(each -> !DAILY.contains(each))
                        .toList())
                .isSubsetOf(offered);
        assertThat(DAILY).isSubsetOf(mutations(DISTRICTS)).doesNotContainAnyElementsOf(offered);
    }

    private static Set<String> mutations(GraphQLSchema contract) {
        return Objects.requireNonNull(contract.getMutationType()).getFieldDefinitions().stream()
                .map(GraphQLFieldDefinition::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> offered() {
        return reached("console/main.js").stream()
                .flatMap(name -> documents(name).stream())
                .map(Parser::parse)
                .flatMap(document -> document.getDefinitionsOfType(OperationDefinition.class).stream())
                .filter(operation -> operation.getOperation() == OperationDefinition.Operation.MUTATION)
                .flatMap(operation -> operation.getSelectionSet().getSelectionsOfType(Field.class).stream())
                .map(Field::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> reached(String name) {
        Set<String> reached = new HashSet<>();
        List<String> ahead = new ArrayList<>(List.of(name));
        while (!ahead.isEmpty()) {
            String next = ahead.removeLast();
            if (reached.add(next)) ahead.addAll(script(next).imports());
        }
        return reached;
    }

    private Script script(String name) {
        return scripts.computeIfAbsent(name, Script::read);
    }

    private List<String> documents(String name) {
        Script script = script(name);
        return script.documents(of -> found(script, of));
    }

    private Script.@Nullable Named found(Script script, String of) {
        return script.imports().stream()
                .map(each -> script(each).constants().get(of))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<?> faults(String text, GraphQLSchema contract) {
        Document document = Parser.parse(text);
        return new Validator().validateDocument(contract, document, Locale.ENGLISH);
    }

    /** What the live page selects of updates stands in a list of their types. */
    private static Script.Named ofUpdates() {
        try {
            String words = new ClassPathResource("static/assets/words.js").getContentAsString(StandardCharsets.UTF_8);
            String selections = Pattern.compile("(?m)^  (\\w+): \\{[^{}]*?\\bon: '([^']*)'")
                    .matcher(words)
                    .results()
                    .map(type -> "... on " + type.group(1) + " { " + type.group(2) + " }")
                    .collect(Collectors.joining(" "));
            return new Script.Named("", new Script.Template(List.of(selections)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
