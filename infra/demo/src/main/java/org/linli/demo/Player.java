package org.linli.demo;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.linli.live.webhooks.ReceiverAddresses;
import org.linli.live.webhooks.Webhooks;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Engine;
import org.linli.schema.engine.Limits;
import org.linli.schema.engine.StoredSubscriptions;
import org.linli.schema.read.Catalogue;
import org.linli.schema.read.Compiler;
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
                new Applicants(new Districts(database), Standings.onClassPath(database), Clock.systemUTC()),
                Contract.load().declarations(),
                numbers::index,
                numbers.sealer(),
                FrontClasses.all(
                        numbers,
                        new SignedAddresses(Demo.FILES_KEY),
                        webhooks(place, numbers),
                        Contract.load().packages()));
    }

    /** Whose receivers are in a network that stands for none, and is allowed nowhere else. */
    private Webhooks webhooks(Database place, IdentityNumbers numbers) {
        Contract contract = Contract.load();
        try (Connection app = place.connectAsApp()) {
            Catalogue catalogue = Catalogue.of(contract.declarations(), app);
            Engine engine = new Engine(
                    contract, new Compiler(contract.declarations(), catalogue, numbers::index), database, Limits.USUAL);
            RuntimeWiring.Builder wiring = engine.wire(contract.wire(RuntimeWiring.newRuntimeWiring()));
            GraphQLSchema schema = new SchemaGenerator().makeExecutableSchema(contract.served(), wiring.build());
            StoredSubscriptions subscriptions = engine.stored(schema, (result, language) -> new byte[0]);
            return new Webhooks(
                    caller -> subscriptions, new ReceiverAddresses(false, List.of("192.0.2.0/24")), numbers.sealer());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
