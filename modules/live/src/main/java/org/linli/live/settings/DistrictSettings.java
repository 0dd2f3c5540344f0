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
import reactor.core.publisher.Mono;

/** What a district says of itself as a whole. */
public final class DistrictSettings {
    private final SettingsStore store = new SettingsStore();
    private final Packages packages;

    /** @param needs what each package of the contract cannot be without, by name */
    public DistrictSettings(Map<String, Set<String>> needs) {
        packages = new Packages(needs);
    }

    @UseCase
    public Mono<PackagesSet> setPackages(Work work, List<String> packages, @Nullable Integer expectedVersion) {
        List<String> chosen = this.packages.chosen(packages);
        return store.setPackages(work, chosen, expectedVersion)
                .switchIfEmpty(Mono.defer(() -> store.version(work)
                        .<SettingsStore.Versioned>flatMap(
                                there -> Mono.error(new Refused(new VersionConflict(there.version()))))
                        .switchIfEmpty(NotFound.mono())))
                .flatMap(set -> work.append(new PackagesSwitched(set.id(), chosen, set.version()))
                        .thenReturn(new PackagesSet(set.id(), set.version())));
    }
}
