package org.linli.demo;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.linli.api.FrontClasses;
import org.linli.demo.LivelyDay.Happening;
import org.linli.files.SignedAddresses;
import org.linli.live.Played;
import org.linli.live.UseCaseRunner;
import org.linli.schema.contract.Contract;
import org.linli.services.Database;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.identity.Districts;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;

/** Plays scripts by the rules of the modules, without HTTP. Blocking. */
final class Player implements AutoCloseable {
    /** Use cases in one transaction, none of which may last over 15 seconds, on a machine that has other things to do as well. */
    private static final int CHUNK = 50;

    private final LoopResources loops = LoopResources.create("demo", 2, true);
    private final DistrictDatabase database;
    private final UseCaseRunner useCases;

    Player(Database place, IdentityNumbers numbers) {
        database = new DistrictDatabase(
                DatabaseSettings.of(
                        place.host(),
                        place.port(),
                        place.name(),
                        place.app().user(),
                        place.app().password()),
                loops);
        useCases = new UseCaseRunner(
                database,
                new Applicants(
                        new Districts(database), new Standings(database, Standings.onClassPath()), Clock.systemUTC()),
                Contract.load().declarations(),
                numbers::index,
                numbers.sealer(),
                FrontClasses.all(numbers, new SignedAddresses(Demo.FILES_KEY)));
    }

    /** Begins to play a script, in as many transactions as it takes. */
    CompletableFuture<@Nullable Void> play(Script script) {
        return Flux.fromIterable(chunks(script.inOrder()))
                .concatMap(chunk -> useCases.play(script.district, chunk).thenReturn(chunk))
                .then()
                .toFuture();
    }

    /** Plays what happens now, in one transaction. */
    CompletableFuture<@Nullable Void> play(Happening happening) {
        return useCases.play(happening.district(), happening.played()).toFuture();
    }

    /** What takes over a thousand rows weighs like a chunk of its own. */
    private static List<List<Played>> chunks(List<Played> all) {
        List<List<Played>> chunks = new ArrayList<>();
        List<Played> chunk = new ArrayList<>();
        for (Played one : all) {
            boolean heavy = one.ids().size() > CHUNK;
            if (!chunk.isEmpty() && (heavy || chunk.size() == CHUNK)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
            }
            chunk.add(one);
            if (heavy) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
            }
        }
        if (!chunk.isEmpty()) chunks.add(chunk);
        return chunks;
    }

    @Override
    public void close() {
        database.close();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }
}
