package org.linli.live.settings;

import java.util.List;
import java.util.Map;
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
        for (String one : chosen)
            for (String needed : needs.getOrDefault(one, Set.of()))
                if (!chosen.contains(needed)) throw new Refused(new PackageNeeded(needed, one));
        return List.copyOf(chosen);
    }
}
