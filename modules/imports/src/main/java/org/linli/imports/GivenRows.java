package org.linli.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.linli.live.Work;
import org.linli.live.imports.Earlier;
import org.linli.residents.ResidentImports;
import org.linli.tenancy.sealing.IdentityNumbers;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes over rows that the platform itself writes, by the rules of those that come in a file. */
public final class GivenRows {
    private final Loading loading;

    public GivenRows(IdentityNumbers numbers) {
        loading = new Loading(new ResidentImports(numbers));
    }

    /**
     * Takes over all of them, except those that are there already.
     *
     * @param rows texts by their columns' keys, as in a sheet
     * @throws IllegalArgumentException where one breaks a rule
     */
    public Mono<Void> take(Work work, ImportKind kind, List<Map<String, String>> rows) {
        List<Line> lines = new ArrayList<>();
        for (Map<String, String> row : rows) lines.add(new Line(lines.size() + 1, row));
        return Flux.fromIterable(ImportKind.stages(List.of(kind)))
                .map(stage -> lines.stream().filter(stage.takes()).toList())
                .filter(part -> !part.isEmpty())
                .concatMap(part -> take(work, kind, part))
                .then();
    }

    private Mono<Void> take(Work work, ImportKind kind, Iterable<Line> lines) {
        List<ImportFault> faults = new ArrayList<>();
        return loading.take(work, null, kind, Values.of(kind, lines, faults), Earlier.WRITTEN)
                .doOnNext(taken -> {
                    List<ImportFault> all = Stream.concat(faults.stream(), Loading.faults(kind, taken).stream())
                            .toList();
                    if (!all.isEmpty()) throw new IllegalArgumentException("rows that break a rule: " + all);
                })
                .then();
    }
}
