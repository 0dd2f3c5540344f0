package org.linli.live.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.linli.live.Refused;
import org.linli.live.settings.SettingsOutcome.PackageNeeded;

/**
 * The packages of the contract.
 *
 * @param needs what each of them cannot be without
 */
record Packages(Map<String, Set<String>> needs) {
    /**
     * The choice of a district in the order of names, each once.
     *
     * @throws Refused with {@link PackageNeeded} where one lacks what it needs
     */
    List<String> chosen(List<String> packages) {
        Set<String> chosen = new TreeSet<>(packages);
        lacking(chosen).ifPresent(lacking -> {
            throw new Refused(lacking);
        });
        return List.copyOf(chosen);
    }

    /** The first of these that is without what it needs. */
    Optional<PackageNeeded> lacking(Set<String> chosen) {
        return new TreeSet<>(chosen)
                .stream()
                        .flatMap(one -> needs.getOrDefault(one, Set.of()).stream()
                                .filter(needed -> !chosen.contains(needed))
                                .map(needed -> new PackageNeeded(needed, one)))
                        .findFirst();
    }
}
