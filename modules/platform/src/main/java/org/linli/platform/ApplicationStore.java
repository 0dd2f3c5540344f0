package org.linli.platform;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.OneTimeCode;
import org.linli.live.Work;
import org.linli.schema.Language;
import reactor.core.publisher.Mono;

/** SQL of applications. */
final class ApplicationStore {
    /** For how long a token confirms, and what nobody confirms is kept. */
    static final Duration CONFIRMABLE = Duration.ofDays(2);

    /** For how long one is kept after its end. */
    static final Duration KEPT = Duration.ofDays(90);

    /** How many an address may have in the time in which it can confirm. */
    private static final int MOST = 3;

    /** @param username of the first administrator, once it is accepted */
    record Application(
            UUID id,
            String code,
            String name,
            String contact,
            String email,
            boolean sample,
            Language language,
            ApplicationStatus status,
            List<ApplicationProblem> problems,
            OffsetDateTime appliedAt,
            @Nullable OffsetDateTime decidedAt,
            @Nullable String reason,
            @Nullable String username) {}

    record Reopened(UUID id) {}

    private static final String APPLICATION = """
            select a.id, a.code, a.name, a.contact, a.email, a.sample, a.language, a.status, a.applied_at, a.decided_at, a.reason,
                   (select o.admin_username from onboarding o where o.district_id = $1 and o.id = a.onboarding_id) as username,
                   case when a.status = 'CONFIRMED' then
                       case when exists (select from district d where d.code = a.code)
                              or exists (select from onboarding o where o.district_id = $1 and o.code = a.code and o.status <> 'CANCELLED')
                            then array['CODE_TAKEN'::application_problem] else '{}' end
                       || case when exists (select from district d where d.name = a.name)
                                 or exists (select from onboarding o where o.district_id = $1 and o.name = a.name and o.status <> 'CANCELLED')
                               then array['NAME_TAKEN'::application_problem] else '{}' end
                       else '{}' end as problems
              from district_application a
             where a.district_id = $1
            """;

    /** Others with this address wait; said by a use case, which has begun, and so not by {@code Transaction.alone}. */
    private record Alone(boolean alone) {}

    /** @return 0 where the address has asked often enough */
    Mono<Long> add(Work work, UUID id, NewApplication application) {
        return work.row(
                        Alone.class,
                        "select pg_advisory_xact_lock(hashtextextended($2::text, hashtextextended($1::text, 0))) is not null as alone",
                        application.address())
                .then(Mono.defer(() -> added(work, id, application)));
    }

    private static Mono<Long> added(Work work, UUID id, NewApplication application) {
        return work.change(
                """
                insert into district_application (district_id, id, code, name, contact, email, phone, unit, remark, sample, language)
                select $1, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text, $10::boolean, $11::language
                 where (select count(*) from district_application a
                         where a.district_id = $1 and a.email = $6::text and a.applied_at > now() - make_interval(secs => $12::int)) < $13::int
                returning id
                """,
                id,
                application.code(),
                application.name(),
                application.contact(),
                application.address(),
                application.phone(),
                application.unit(),
                application.remark(),
                application.invented(),
                application.spoken().name(),
                (int) CONFIRMABLE.toSeconds(),
                MOST);
    }

    /** The one whose letter had this token, held; one that could be confirmed too long ago is none. */
    Mono<Application> by(Work work, OneTimeCode token) {
        return work.row(Application.class, APPLICATION + """
                   and a.token_hash = $2::text
                   and (a.status <> 'SUBMITTED' or a.applied_at > now() - make_interval(secs => $3::int))
                   for update
                """, token.hash(), (int) CONFIRMABLE.toSeconds());
    }

    /** One that was confirmed, held. */
    Mono<Application> lock(Work work, UUID application) {
        return work.row(
                Application.class,
                APPLICATION + " and a.id = $2::uuid and a.status <> 'SUBMITTED' for update",
                application);
    }

    Mono<Application> confirm(Work work, UUID application) {
        return work.change("""
                update district_application set status = 'CONFIRMED', confirmed_at = now(), version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, application).then(lock(work, application));
    }

    Mono<Long> open(Work work, UUID application, UUID onboarding) {
        return work.change("""
                update district_application
                   set status = 'OPENED', decided_at = now(), onboarding_id = $3::uuid, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, application, onboarding);
    }

    /** What became of it was taken back: it is to be decided anew. */
    Mono<Reopened> reopen(Work work, UUID onboarding) {
        return work.row(Reopened.class, """
                update district_application
                   set status = 'CONFIRMED', decided_at = null, onboarding_id = null, version = version + 1
                 where district_id = $1 and onboarding_id = $2::uuid and status = 'OPENED'
                returning id
                """, onboarding);
    }

    Mono<Long> decline(Work work, UUID application, String reason) {
        return work.change("""
                update district_application
                   set status = 'DECLINED', decided_at = now(), reason = $3::text, version = version + 1
                 where district_id = $1 and id = $2::uuid
                """, application, reason);
    }

    /** Any of them, as it is. */
    Mono<Application> find(Work work, UUID application) {
        return work.row(Application.class, APPLICATION + " and a.id = $2::uuid", application);
    }

    /** From now on this is the token, where its address is not confirmed yet. */
    Mono<Long> token(Work work, UUID application, OneTimeCode token) {
        return work.change("""
                update district_application set token_hash = $3::text
                 where district_id = $1 and id = $2::uuid and status = 'SUBMITTED'
                """, application, token.hash());
    }

    private record Forgotten(long reasons) {}

    /** Erases what nobody confirmed in time, and what is long over, with what the log says of why it was declined. */
    Mono<Long> erase(Work work) {
        return work.change("""
                delete from district_application
                 where district_id = $1
                   and (status = 'SUBMITTED' and applied_at <= now() - make_interval(secs => $2::int)
                        or decided_at <= now() - make_interval(secs => $3::int))
                """, (int) CONFIRMABLE.toSeconds(), (int) KEPT.toSeconds())
                .then(work.row(Forgotten.class, "select forget_reasons($1) as reasons"))
                .map(Forgotten::reasons);
    }
}
