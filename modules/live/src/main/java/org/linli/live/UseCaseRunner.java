package org.linli.live;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.UseCases;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;
import org.linli.schema.read.Blinding;
import org.linli.schema.read.Inputs;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Transaction;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the use cases of all modules, each in one transaction: claim the key, do it, keep the outcome, read the answer. */
public final class UseCaseRunner implements UseCases {
    /** The argument by which an account that belongs to no district names one. */
    private static final String DISTRICT = "district";

    private final DistrictDatabase database;
    private final Applicants applicants;
    private final Inputs inputs;
    private final Idempotency idempotency;
    private final Map<String, UseCaseMethod> methods = new HashMap<>();
    private final Refusals refusals;

    /**
     * @param applicants who asks to join a district
     * @param blinding hides what was asked under a key
     * @param sealer hides what was answered under a key, where it is kept
     * @param fronts the modules' front classes
     * @throws IllegalStateException where the contract and the front classes disagree
     */
    public UseCaseRunner(
            DistrictDatabase database,
            Applicants applicants,
            Declarations declarations,
            Blinding blinding,
            Sealer sealer,
            List<?> fronts) {
        this.database = database;
        this.applicants = applicants;
        this.inputs = new Inputs(declarations);
        this.idempotency = new Idempotency(blinding, sealer);
        for (Object front : fronts)
            for (Method method : front.getClass().getDeclaredMethods())
                if (method.isAnnotationPresent(UseCase.class)) add(front, method, declarations);
        Set<String> undone = new TreeSet<>(declarations.useCases().keySet());
        undone.removeAll(methods.keySet());
        if (!undone.isEmpty()) throw new IllegalStateException("No front class does " + undone + ".");
        refusals = new Refusals(declarations.outcomes().values().stream()
                .filter(outcome ->
                        outcome.fields().containsKey("code") && outcome.fields().containsKey("message"))
                .map(RowType::name)
                .toList());
    }

    private void add(Object front, Method method, Declarations declarations) {
        UseCaseField field = declarations.useCases().get(method.getName());
        UseCaseMethod other = methods.put(method.getName(), new UseCaseMethod(front, method, field));
        if (other != null) throw new IllegalStateException("Two front classes do " + method.getName() + ".");
    }

    @Override
    public <T> Mono<T> run(Call call, Answer<T> answer) {
        UseCaseMethod method = Objects.requireNonNull(methods.get(call.name()), call.name());
        if (call.caller().district() != null) return run(method, call, call.caller(), answer);
        if (!(call.arguments().get(DISTRICT) instanceof String code))
            return Mono.error(ClientFault.of(ErrorCode.NO_DISTRICT));
        return applicants.in(code, call.caller()).flatMap(caller -> run(method, call, caller, answer));
    }

    private <T> Mono<T> run(UseCaseMethod method, Call call, Caller caller, Answer<T> answer) {
        District district = Objects.requireNonNull(caller.district());
        return database.transaction(district.id(), transaction -> {
            Work work = new Work(caller, transaction);
            ClientFault denied = call.denied();
            Mono<Object> ending = denied == null ? outcome(method, work, call.arguments()) : Mono.error(denied);
            Mono<Idempotency.Done> doing = ending.map(outcome -> {
                if ((outcome instanceof Refusal || outcome instanceof Preview) && work.changed())
                    throw bug(method, "changed something and then ended as " + outcome);
                return Idempotency.Done.as(outcome);
            });
            return idempotency
                    .once(transaction, district.id(), call, doing)
                    .flatMap(outcome -> answer.of(
                            work.caller(),
                            refusals.told(outcome, call.language(), district.zone()),
                            transaction::read));
        });
    }

    /**
     * The bulk path, for what happened elsewhere or before: use cases one after the other in one transaction, by the same rules and with the
     * same lines in the log, and with what the contract refuses before them (roles, ids of other types, over-long texts). No key is kept
     * and no answer read.
     *
     * @return an error where one of them is refused; nothing has happened then
     */
    public Mono<Void> play(District district, List<Played> all) {
        return database.transaction(
                district.id(),
                transaction -> transaction
                        .begun()
                        .thenMany(Flux.fromIterable(all))
                        .concatMap(played -> play(played, transaction))
                        .then());
    }

    private Mono<Object> play(Played played, Transaction transaction) {
        UseCaseMethod method = Objects.requireNonNull(methods.get(played.name()), played.name());
        ClientFault denied = method.field().denied(played.caller());
        if (denied != null) return Mono.error(denied);
        Map<String, Object> arguments = inputs.of(method.field(), played.arguments());
        return outcome(method, new Work(played, transaction), arguments).doOnNext(outcome -> {
            if (outcome instanceof Refusal) throw new IllegalStateException(played + " ends as " + outcome);
        });
    }

    private static Mono<Object> outcome(UseCaseMethod method, Work work, Map<String, Object> arguments) {
        return Mono.defer(() -> method.run(work, arguments))
                .cast(Object.class)
                .onErrorResume(Refused.class, refused -> Mono.just(refused.refusal()))
                .switchIfEmpty(Mono.error(() -> bug(method, "ended without an outcome")))
                .doOnNext(outcome -> {
                    if (!method.mayEndAs(outcome)) throw bug(method, "may not end as " + outcome);
                    if (outcome instanceof ToldOnce once && !method.mayEndAs(once.again()))
                        throw bug(method, "may not be repeated as " + once.again());
                    if (!(outcome instanceof Refusal) && !(outcome instanceof Preview) && !work.logged())
                        throw bug(method, "left no line in the log");
                });
    }

    private static IllegalStateException bug(UseCaseMethod method, String what) {
        return new IllegalStateException("Use case " + method.name() + " " + what + ".");
    }
}
