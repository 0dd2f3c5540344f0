package org.linli.live.imports;

import java.util.List;
import java.util.UUID;
import org.linli.live.NotFound;
import org.linli.live.OwnWork;
import org.linli.live.UseCase;
import org.linli.live.Work;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has a second person answer for what an import says (DOMAIN.md G10). */
public final class Imports {
    private final ImportBatches batches = new ImportBatches();
    private final List<Claims> claims;

    /** @param claims of all kinds of rows */
    public Imports(List<Claims> claims) {
        this.claims = List.copyOf(claims);
    }

    @UseCase
    public Mono<ImportConfirmed> confirmImport(Work work, UUID batch) {
        return batches.lock(work, batch)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> {
                    OwnWork.check(work.subject().equals(found.importedBy()));
                    ImportStatus.LIFE.check(found.status(), ImportStatus.CONFIRMED);
                })
                .flatMap(found -> Flux.fromIterable(claims)
                        .concatMap(kind -> kind.confirm(work, batch))
                        .reduce(0, Integer::sum)
                        .delayUntil(confirmed -> batches.confirm(work, found, confirmed)))
                .map(confirmed -> new ImportConfirmed(batch, confirmed));
    }
}
