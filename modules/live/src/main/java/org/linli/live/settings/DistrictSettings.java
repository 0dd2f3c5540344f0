package org.linli.live.settings;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.live.settings.SettingsOutcome.PackagesSet;
import org.linli.live.settings.SettingsOutcome.SettingsSaved;
import org.linli.live.settings.SettingsStore.Versioned;
import org.linli.schema.Language;
import reactor.core.publisher.Mono;

/** What a district says of itself as a whole. */
public final class DistrictSettings {
    private final SettingsStore store = new SettingsStore();
    private final Packages packages;

    /** @param needs what each package of the contract cannot be without, by name */
    public DistrictSettings(Map<String, Set<String>> needs) {
        packages = new Packages(needs);
    }

    /** Names of all packages of the contract. */
    public List<String> all() {
        return packages.needs().keySet().stream().sorted().toList();
    }

    /** Whether each of these packages has what it needs among them. */
    public boolean complete(List<String> packages) {
        return this.packages.lacking(Set.copyOf(packages)).isEmpty();
    }

    /** In which language a district begins; null where that is the usual one. What it has said itself stays. */
    public Mono<Void> begin(Work work, @Nullable Language language) {
        if (language == null) return Mono.empty();
        return store.change(work, language, null, null)
                .flatMap(set -> work.append(new SettingsChanged(set.id(), language, null, set.version())));
    }

    /**
     * What a district has before it has said anything itself.
     *
     * @param packages null where that is everything
     * @param language in which it began
     */
    public Mono<Void> begin(Work work, @Nullable List<String> packages, @Nullable Language language) {
        if (packages == null) return Mono.empty();
        List<String> chosen = packages.stream().distinct().sorted().toList();
        return store.setPackages(work, chosen, language == null ? null : 1)
                .flatMap(set -> work.append(new PackagesSwitched(set.id(), chosen, set.version())));
    }

    @UseCase
    public Mono<PackagesSet> setPackages(Work work, List<String> packages, @Nullable Integer expectedVersion) {
        List<String> chosen = this.packages.chosen(packages);
        return judged(work, store.setPackages(work, chosen, expectedVersion))
                .flatMap(set -> work.append(new PackagesSwitched(set.id(), chosen, set.version()))
                        .thenReturn(new PackagesSet(set.id(), set.version())));
    }

    @UseCase
    public Mono<SettingsSaved> changeSettings(
            Work work, @Nullable Language language, @Nullable Retention retention, @Nullable Integer expectedVersion) {
        return judged(work, store.change(work, language, retention, expectedVersion))
                .flatMap(set -> work.append(new SettingsChanged(set.id(), language, retention, set.version()))
                        .thenReturn(new SettingsSaved(set.id(), set.version())));
    }

    /** @throws Refused where nothing was written, since the caller has seen another version */
    private Mono<Versioned> judged(Work work, Mono<Versioned> written) {
        return written.switchIfEmpty(Mono.defer(() -> store.version(work)
                .<Versioned>flatMap(there -> Mono.error(new Refused(new VersionConflict(there.version()))))
                .switchIfEmpty(NotFound.mono())));
    }
}
