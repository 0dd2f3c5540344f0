package org.linli.live.webhooks;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.live.webhooks.WebhookEvent.WebhookChanged;
import org.linli.live.webhooks.WebhookEvent.WebhookPaused;
import org.linli.live.webhooks.WebhookEvent.WebhookRegistered;
import org.linli.live.webhooks.WebhookEvent.WebhookRemoved;
import org.linli.live.webhooks.WebhookEvent.WebhookReplayed;
import org.linli.live.webhooks.WebhookEvent.WebhookResumed;
import org.linli.live.webhooks.WebhookEvent.WebhookSecretRotated;
import org.linli.live.webhooks.WebhookEvent.WebhookTested;
import org.linli.live.webhooks.WebhookOutcome.DeliveryReplayBegun;
import org.linli.live.webhooks.WebhookOutcome.WebhookAdded;
import org.linli.live.webhooks.WebhookOutcome.WebhookGone;
import org.linli.live.webhooks.WebhookOutcome.WebhookReplayBegun;
import org.linli.live.webhooks.WebhookOutcome.WebhookSaved;
import org.linli.live.webhooks.WebhookOutcome.WebhookSecretGiven;
import org.linli.live.webhooks.WebhookOutcome.WebhookTestBegun;
import org.linli.live.webhooks.WebhookRefusal.TooManyWebhooks;
import org.linli.live.webhooks.WebhookRefusal.WebhookPayloadRefused;
import org.linli.live.webhooks.WebhookRefusal.WebhookPlaceExpired;
import org.linli.live.webhooks.WebhookRefusal.WebhookTellsNothing;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.engine.StoredSubscriptions;
import org.linli.schema.read.Place;
import org.linli.tenancy.identity.Absentees;
import org.linli.tenancy.sealing.Sealer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;

/** What people do with webhooks. Integrators do it with their own; the district's IT pauses and removes any. */
public final class Webhooks {
    private static final int MOST = 20;
    /** A transaction is held meanwhile. */
    private static final Duration RESOLVED_WITHIN = Duration.ofSeconds(2);

    private final WebhookStore store = new WebhookStore();
    private final Function<Caller, StoredSubscriptions> schemas;
    private final ReceiverAddresses addresses;
    private final Signatures signatures;

    /** @param schemas how subscriptions are answered that somebody keeps who is seen to by the same schema */
    public Webhooks(Function<Caller, StoredSubscriptions> schemas, ReceiverAddresses addresses, Sealer sealer) {
        this.schemas = schemas;
        this.addresses = addresses;
        this.signatures = new Signatures(sealer);
    }

    @UseCase
    public Mono<WebhookAdded> registerWebhook(
            Work work,
            String name,
            String address,
            String payload,
            @Nullable String variables,
            @Nullable String after) {
        String given = requireNonNullElse(variables, "{}");
        judge(work, payload, given);
        Place place = after == null ? null : place(work, after);
        UUID id = work.newId();
        String secret = Signatures.fresh();
        return receiver(address)
                .flatMap(receiver -> store.count(work)
                        .doOnNext(count -> {
                            if (count >= MOST) throw new Refused(new TooManyWebhooks(MOST));
                        })
                        .then(begin(work, place))
                        .flatMap(begin -> store.add(
                                work, id, name, receiver, payload, given, begin, signatures.seal(secret, id))))
                .then(work.append(new WebhookRegistered(id)))
                .thenReturn(new WebhookAdded(id, secret));
    }

    private Mono<Place> begin(Work work, @Nullable Place place) {
        return kept(work, place == null ? null : place.position()).map(head -> {
            if (place == null) return new Place(head, List.of());
            if (place.position() > head) throw ClientFault.of(ErrorCode.INVALID_CURSOR);
            return place;
        });
    }

    private Mono<Long> kept(Work work, @Nullable Long after) {
        return store.head(work, after).switchIfEmpty(Mono.error(() -> ClientFault.of(ErrorCode.CURSOR_EXPIRED)));
    }

    @UseCase
    public Mono<WebhookSaved> changeWebhook(
            Work work,
            UUID webhook,
            @Nullable String name,
            @Nullable String address,
            @Nullable String payload,
            @Nullable String variables,
            int expectedVersion) {
        return own(work, webhook)
                .doOnNext(held -> VersionConflict.check(expectedVersion, held.version()))
                .flatMap(held -> {
                    String document = requireNonNullElse(payload, held.payload());
                    String values = payload == null && variables == null
                            ? held.variables()
                            : requireNonNullElse(variables, "{}");
                    judge(work, document, values);
                    return (address == null ? Mono.just(held.address()) : receiver(address))
                            .flatMap(receiver -> store.change(
                                    work, webhook, requireNonNullElse(name, held.name()), receiver, document, values));
                })
                .then(work.append(new WebhookChanged(webhook)))
                .thenReturn(new WebhookSaved(webhook));
    }

    @UseCase
    public Mono<WebhookSecretGiven> rotateWebhookSecret(Work work, UUID webhook) {
        String secret = Signatures.fresh();
        return own(work, webhook).flatMap(held -> {
            OffsetDateTime oldUntil = work.now().plus(Signatures.OLD);
            return store.rotate(work, webhook, signatures.seal(secret, webhook), oldUntil)
                    .then(work.append(new WebhookSecretRotated(webhook)))
                    .thenReturn(new WebhookSecretGiven(webhook, secret, oldUntil));
        });
    }

    @UseCase
    public Mono<WebhookSaved> pauseWebhook(Work work, UUID webhook) {
        return seen(work, webhook).flatMap(held -> {
            WebhookStatus.LIFE.check(held.status(), WebhookStatus.PAUSED);
            return store.pause(work, webhook, WebhookPauseReason.ASKED_FOR)
                    .then(work.append(new WebhookPaused(webhook, WebhookPauseReason.ASKED_FOR)))
                    .thenReturn(new WebhookSaved(webhook));
        });
    }

    @UseCase
    public Mono<WebhookSaved> resumeWebhook(Work work, UUID webhook, @Nullable String after) {
        return own(work, webhook).flatMap(held -> {
            WebhookStatus.LIFE.check(held.status(), WebhookStatus.ACTIVE);
            judge(work, held.payload(), held.variables());
            return receiver(held.address())
                    .then(after == null ? stays(work, held) : moves(work, webhook, after))
                    .then(store.resume(work, webhook))
                    .then(work.append(new WebhookResumed(webhook)))
                    .thenReturn(new WebhookSaved(webhook));
        });
    }

    private Mono<Void> stays(Work work, WebhookStore.Held held) {
        return store.head(work, held.position())
                .switchIfEmpty(Mono.error(() -> new Refused(new WebhookPlaceExpired())))
                .then();
    }

    private Mono<Void> moves(Work work, UUID webhook, String after) {
        return begin(work, place(work, after)).flatMap(place -> store.move(work, webhook, place));
    }

    @UseCase
    public Mono<WebhookGone> removeWebhook(Work work, UUID webhook) {
        return seen(work, webhook)
                .flatMap(held -> store.remove(work, webhook)
                        .then(work.append(new WebhookRemoved(webhook)))
                        .thenReturn(new WebhookGone(held.name())));
    }

    @UseCase
    public Mono<WebhookTestBegun> testWebhook(Work work, UUID webhook) {
        UUID delivery = work.newId();
        return own(work, webhook)
                .flatMap(held -> store.addTest(work, webhook, delivery)
                        .then(work.later(TestDelivery.NAME, new TestDelivery.Test(webhook, delivery)))
                        .then(work.append(new WebhookTested(webhook)))
                        .thenReturn(new WebhookTestBegun(delivery)));
    }

    @UseCase
    public Mono<WebhookReplayBegun> replayWebhook(Work work, UUID webhook, String after, String upTo) {
        return own(work, webhook).flatMap(held -> {
            long first = place(work, after).position();
            long last = place(work, upTo).position();
            return kept(work, first)
                    .doOnNext(head -> {
                        if (last < first || last > head) throw ClientFault.of(ErrorCode.INVALID_CURSOR);
                    })
                    .then(store.replay(work, webhook, first, last))
                    .then(work.append(new WebhookReplayed(webhook)))
                    .thenReturn(new WebhookReplayBegun(webhook));
        });
    }

    @UseCase
    public Mono<DeliveryReplayBegun> replayDelivery(Work work, UUID delivery) {
        return store.delivery(work, delivery)
                .switchIfEmpty(NotFound.mono())
                .flatMap(held -> store.again(work, held)
                        .then(work.append(new WebhookReplayed(held.webhookId())))
                        .thenReturn(new DeliveryReplayBegun(delivery)));
    }

    private Mono<WebhookStore.Held> own(Work work, UUID webhook) {
        return store.held(work, webhook, work.subject()).switchIfEmpty(NotFound.mono());
    }

    private Mono<WebhookStore.Held> seen(Work work, UUID webhook) {
        UUID whose = work.caller().roles().contains(Role.DISTRICT_ADMIN) ? null : work.subject();
        return store.held(work, webhook, whose).switchIfEmpty(NotFound.mono());
    }

    /** The address as it is kept. The name may lead elsewhere later, so that is looked at whenever something is sent. */
    private Mono<String> receiver(String address) {
        return Mono.fromCallable(() -> {
                    String kept = addresses.wellFormed(address).toString();
                    addresses.resolve(
                            Objects.requireNonNull(addresses.wellFormed(kept).getHost()));
                    return kept;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(RESOLVED_WITHIN, Mono.error(() -> new ReceiverAddresses.Unfit(WebhookAddressRule.PUBLIC)))
                .onErrorMap(ReceiverAddresses.Unfit.class, unfit -> new Refused(unfit.refusal()));
    }

    /** By the rights with which it will be answered, which are no more than those of integrators. */
    private void judge(Work work, String payload, String variables) {
        Caller granted =
                Absentees.granted(work.subject(), work.district(), work.caller().client(), Deliverer.GRANTED);
        StoredSubscriptions subscriptions = schemas.apply(granted);
        try {
            if (!subscriptions.prepare(payload, variables(variables), granted).tells(granted))
                throw new Refused(new WebhookTellsNothing(subscriptions.visible(granted)));
        } catch (StoredSubscriptions.Unfit unfit) {
            throw new Refused(new WebhookPayloadRefused(unfit.problems()));
        }
    }

    private Place place(Work work, String cursor) {
        return schemas.apply(work.caller()).place(cursor, work.caller());
    }

    private static Map<String, Object> variables(String json) {
        try {
            return Variables.of(json);
        } catch (JacksonException unreadable) {
            throw new Refused(new WebhookPayloadRefused(List.of(ErrorCode.INVALID_VARIABLE + " no JSON object")));
        }
    }
}
