package org.linli.staff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.linli.live.Work;
import org.linli.live.letters.Letters;
import org.linli.schema.Language;
import org.linli.staff.StaffAccountStore.Due;
import org.linli.staff.StaffAccountStore.Held;
import org.linli.staff.StaffAccounts.Person;
import org.linli.staff.StaffEvent.StaffMailed;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.Accounts.Recipient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes to who is invited, or was given a role: which district, as what, by which name and where one logs in. The address is the account's, as it is when
 * the letter is sent. Twice is once, but where a node dies behind the letter; that it never goes out would be worse.
 */
public final class StaffLetters implements Kind {
    static final String NAME = "write-to-staff";

    private static final JsonMapper JSON = new JsonMapper();

    private final DistrictDatabase database;
    private final Accounts accounts;
    private final Letters letters;
    private final LetterClaims claims;
    private final StaffAccountStore store = new StaffAccountStore();

    public StaffLetters(DistrictDatabase database, Accounts accounts, Letters letters) {
        this.database = database;
        this.accounts = accounts;
        this.letters = letters;
        this.claims = new LetterClaims(database);
    }

    @Override
    public Lane lane() {
        return Lane.DIRECTORY;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Of a person whose account another node followed, which has no mail server. */
    @Override
    public Mono<Void> run(Job job) {
        return write(
                job.districtId(), JSON.treeToValue(job.payload(), Person.class).member(), job.id());
    }

    /** Sends the letter that is due, if one is, unless the role is gone or nobody can be reached. */
    Mono<Void> write(UUID district, UUID member, UUID by) {
        Mono<Void> letter = in(district, work -> store.due(work, member))
                .flatMap(due -> in(district, work -> store.roles(work, member).collectList())
                        .flatMap(roles -> write(district, due, roles)));
        return claims.alone(district, member, by, true, letter);
    }

    private Mono<Void> write(UUID district, Due due, List<Held> roles) {
        boolean nothing = due.letter() == StaffLetter.ROLE && roles.isEmpty();
        Mono<Recipient> reached = nothing ? Mono.empty() : accounts.recipient(due.subject());
        return reached.flatMap(to -> send(due, roles, to)
                        .then(Mono.defer(() -> in(district, work -> written(work, due, roles, to)))))
                .switchIfEmpty(Mono.defer(() -> in(district, work -> store.written(work, due.id(), roles, false))))
                .then();
    }

    /** Where the account has a password, this was the only letter of an invitation, if it is one. */
    private Mono<Long> written(Work work, Due due, List<Held> roles, Recipient to) {
        boolean last = due.letter() != StaffLetter.ROLE && !to.invited();
        return store.written(work, due.id(), roles, last)
                .delayUntil(written -> written == 0 || !last ? Mono.empty() : work.append(new StaffMailed(due.id())));
    }

    private Mono<Void> send(Due due, List<Held> roles, Recipient to) {
        Language language = Objects.requireNonNullElse(to.language(), due.language());
        Map<String, String> values = new HashMap<>();
        values.put("district", due.code());
        values.put("name", due.name());
        values.put("username", to.username());
        values.put("days", String.valueOf(Accounts.INVITATION.toDays()));
        values.put("roles", roles(language, "given", roles, true) + roles(language, "proposed", roles, false));
        values.put("password", letters.text(language, password(due, to), values));
        return letters.send(to.email(), language, "STAFF_" + due.letter(), values);
    }

    /** Whoever is told of a role had the letter that leads to a password before. */
    private static String password(Due due, Recipient to) {
        if (!to.invited()) return "password.own";
        return due.letter() == StaffLetter.ROLE ? "password.before" : "password.next";
    }

    private String roles(Language language, String text, List<Held> roles, boolean given) {
        String named = roles.stream()
                .filter(role -> role.given() == given)
                .map(role -> letters.text(language, "role." + role.role(), Map.of()))
                .collect(Collectors.joining(letters.text(language, "and", Map.of())));
        return named.isEmpty() ? "" : letters.text(language, text, Map.of("roles", named));
    }

    private <T> Mono<T> in(UUID district, Function<Work, Mono<T>> step) {
        return Work.ofPlatform(database, district, step);
    }
}
