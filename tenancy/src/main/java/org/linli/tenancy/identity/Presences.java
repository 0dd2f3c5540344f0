package org.linli.tenancy.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.Statements;
import org.linli.tenancy.database.Batched;
import org.linli.tenancy.identity.Districts.Registered;
import org.linli.tenancy.identity.Revocations.Revoked;
import org.linli.tenancy.identity.Token.Membership;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * Who stays, as streams do: judged again and again, at the price of a look into a memory. The memory is brought up to date by
 * {@link #look}, for everybody in one statement, and only when somebody wants to be sure.
 */
public final class Presences {
    private static final String LOOK = "select json_build_object('revoked', (" + Revocations.RECENT
            + "), 'districts', (select coalesce(json_agg(" + Districts.ROW
            + "), '[]'::json) from district d where d.code = any($4::text[])))";

    private static final TypeReference<Seen> SEEN = new TypeReference<>() {};

    private record Seen(List<Revoked> revoked, List<Districts.Row> districts) {}

    private record Account(UUID district, UUID subject) {}

    private final Statements statements;
    private final Callers callers;
    private final Tokens tokens;
    private final Standings standings;
    private final AtomicLong looks = new AtomicLong();
    /** By the cell in which they live, so that those of one do not wait for another. */
    private final Map<String, Batched<String, Void>> looking = new ConcurrentHashMap<>();

    private final Map<String, InRegister> districts = new ConcurrentHashMap<>();
    /** Of those who stay; each is looked at more often than it is forgotten. */
    private final Cache<Account, Known> known = Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /**
     * @param look which look found it: what was asked later is newer, whatever is answered first
     * @param revoked by account
     */
    private record InRegister(long look, Registered registered, Map<UUID, List<Revoked>> revoked) {}

    private record Known(long look, Standing standing) {}

    public Presences(Statements statements, Callers callers, Tokens tokens, Standings standings) {
        this.statements = statements;
        this.callers = callers;
        this.tokens = tokens;
        this.standings = standings;
    }

    /** Somebody who stays. */
    @FunctionalInterface
    public interface Presence {
        /**
         * Who that is now, as of the last look, the same object as long as nothing about the caller changes.
         *
         * @throws ClientFault as {@link Callers#of} tells it
         */
        Caller now();
    }

    /**
     * Lets somebody stay.
     *
     * @return or an error as of {@link Callers#of}; an account that belongs to no district is {@link ErrorCode#NO_DISTRICT}
     */
    public Mono<Presence> of(@Nullable String token, @Nullable String code) {
        return callers.of(token, code)
                .flatMap(caller -> staying(caller, token, verified -> verified.memberships.getFirst()));
    }

    /** The same at the platform's endpoint, with errors as of {@link Callers#ofPlatform}. */
    public Mono<Presence> ofPlatform(@Nullable String token) {
        return callers.ofPlatform(token)
                .flatMap(caller -> staying(caller, token, verified -> Platform.membership(verified.ofPlatform)));
    }

    private Mono<Presence> staying(Caller caller, @Nullable String token, Function<Token, Membership> as) {
        District district = caller.district();
        if (district == null) return Mono.error(ClientFault.of(ErrorCode.NO_DISTRICT));
        Mono<Void> seen = look(List.of(district));
        if (token == null) return seen.thenReturn(new Guest(district.code()));
        return tokens.verify(token)
                .map(verified -> new Member(verified, as.apply(verified), district.id()))
                .delayUntil(member -> Mono.when(seen, look(district.id(), List.of(member.account.subject))))
                .cast(Presence.class);
    }

    /** Has revocations and the states of these districts seen as they are at this moment. */
    public Mono<Void> look(Collection<District> all) {
        return Mono.defer(() -> {
            Map<String, List<String>> codes = all.stream()
                    .collect(Collectors.groupingBy(
                            district -> statements.cell(district.id()),
                            Collectors.mapping(District::code, Collectors.toList())));
            return Flux.fromIterable(codes.entrySet())
                    .flatMapDelayError(
                            each -> looking.computeIfAbsent(
                                            each.getKey(), cell -> new Batched<>(those -> read(cell, those)))
                                    .ask(each.getValue()),
                            codes.size(),
                            1)
                    .then();
        });
    }

    private Mono<Void> read(String cell, Collection<String> codes) {
        long look = looks.incrementAndGet();
        Mono<Seen> registry = read(statements, codes);
        Mono<Seen> seen = cell.equals(Statements.HOME)
                ? registry
                : Mono.zip(registry, read(statements.in(cell), codes), Presences::both);
        return seen.doOnNext(all -> seen(look, all)).then();
    }

    private static Mono<Seen> read(Statements cell, Collection<String> codes) {
        return cell.read(
                        Statements.NO_DISTRICT,
                        LOOK,
                        List.of((int) Tokens.OLDEST.toSeconds(), codes.toArray(String[]::new)),
                        false)
                .map(json -> Json.read(json, SEEN));
    }

    /** The registry has the last word on what a district is, and the district on what it has and grants. */
    private static Seen both(Seen registry, Seen own) {
        Map<String, Districts.Row> owned =
                own.districts().stream().collect(Collectors.toMap(Districts.Row::code, row -> row));
        List<Revoked> revoked = new ArrayList<>(registry.revoked());
        revoked.addAll(own.revoked());
        return new Seen(
                revoked,
                registry.districts().stream()
                        .map(row -> row.with(owned.getOrDefault(row.code(), row)))
                        .toList());
    }

    private void seen(long look, Seen seen) {
        Map<UUID, List<Revoked>> revoked = seen.revoked().stream().collect(Collectors.groupingBy(Revoked::subject));
        for (Districts.Row row : seen.districts())
            districts.merge(
                    row.code(),
                    new InRegister(look, callers.registered(row), revoked),
                    (before, after) -> after.look() > before.look() ? after : before);
    }

    /** Has what these accounts hold by rows seen as it is at this moment. */
    public Mono<Void> look(UUID district, Collection<UUID> subjects) {
        if (subjects.isEmpty()) return Mono.empty();
        return standings
                .now(district, subjects)
                .doOnNext(look -> look.standings()
                        .forEach((subject, standing) -> known.asMap()
                                .merge(
                                        new Account(district, subject),
                                        new Known(look.number(), standing),
                                        (before, after) -> after.look() > before.look() ? after : before)))
                .then();
    }

    private InRegister seen(String code) {
        InRegister seen = districts.get(code);
        if (seen == null) throw ClientFault.of(ErrorCode.DISTRICT_UNKNOWN, code);
        Districts.usable(code, seen.registered());
        return seen;
    }

    private final class Guest implements Presence {
        private final String code;

        Guest(String code) {
            this.code = code;
        }

        @Override
        public Caller now() {
            return callers.guest(seen(code).registered().forEverybody());
        }
    }

    private final class Member implements Presence {
        private final Token token;
        private final Membership membership;
        private final Account account;

        Member(Token token, Membership membership, UUID district) {
            this.token = token;
            this.membership = membership;
            this.account = new Account(district, token.subject);
        }

        @Override
        public Caller now() {
            InRegister district = seen(membership.code());
            for (Revoked one : district.revoked().getOrDefault(token.subject, List.of()))
                if (one.revokes(token, account.district)) throw ClientFault.of(ErrorCode.TOKEN_INVALID);
            Known held = known.getIfPresent(account);
            if (held == null) throw ClientFault.of(ErrorCode.UNAVAILABLE);
            return callers.member(token, membership, district.registered(), held.standing());
        }
    }
}
