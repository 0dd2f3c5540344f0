package org.linli.platform;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.linli.live.OneTimeCode;
import org.linli.live.Work;
import org.linli.live.letters.Letters;
import org.linli.platform.ApplicationStore.Application;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.jobs.Job;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes to those who ask to come on board. A letter repeats of what they typed nothing but the code, since until the address is confirmed
 * anybody may have typed it.
 */
public final class ApplicationLetters implements Kind {
    static final String NAME = "write-to-applicant";

    private static final JsonMapper JSON = new JsonMapper();

    /** What a letter says. */
    enum Letter {
        CONFIRM,
        OPENED,
        DECLINED
    }

    /** What a job of this kind says. */
    record Of(UUID application, Letter letter) {}

    private final DistrictDatabase database;
    private final Letters letters;
    private final ApplicationStore store = new ApplicationStore();

    public ApplicationLetters(DistrictDatabase database, Letters letters) {
        this.database = database;
        this.letters = letters;
    }

    @Override
    public Lane lane() {
        return Lane.DIRECTORY;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Who gets a letter twice has the token in the second one. */
    @Override
    public Mono<Void> run(Job job) {
        Of of = JSON.treeToValue(job.payload(), Of.class);
        return of.letter() == Letter.CONFIRM ? confirm(of) : tell(of);
    }

    private Mono<Void> confirm(Of of) {
        OneTimeCode token = OneTimeCode.fresh();
        return Work.onPlatform(
                        database,
                        work -> store.token(work, of.application(), token)
                                .filter(set -> set > 0)
                                .flatMap(set -> store.find(work, of.application())))
                .flatMap(found -> send(found, of.letter(), token.text()));
    }

    private Mono<Void> tell(Of of) {
        return Work.onPlatform(database, work -> store.find(work, of.application()))
                .flatMap(found -> send(found, of.letter(), ""));
    }

    private Mono<Void> send(Application to, Letter kind, String token) {
        return letters.send(
                to.email(),
                to.language(),
                kind.name(),
                Map.of(
                        "district", to.code(),
                        "token", token,
                        "username", Objects.requireNonNullElse(to.username(), ""),
                        "reason", Objects.requireNonNullElse(to.reason(), "")));
    }
}
