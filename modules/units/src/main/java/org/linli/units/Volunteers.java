package org.linli.units;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.VersionConflict;
import org.linli.live.Work;
import org.linli.schema.Role;
import org.linli.units.VolunteerResult.AlreadyVolunteer;
import org.linli.units.VolunteerResult.TooManySkills;
import org.linli.units.VolunteerResult.VolunteerSaved;
import org.linli.units.VolunteerStore.Known;
import reactor.core.publisher.Mono;

/** Who volunteers (DOMAIN.md S18): any resident may. A serving member is one of them to everybody else, so it must not be the only way in. */
public final class Volunteers {
    private static final int MOST_SKILLS = 20;

    private final VolunteerStore store = new VolunteerStore();

    @UseCase
    public Mono<VolunteerResult> joinVolunteers(Work work, @Nullable List<String> skills) {
        UUID known = work.own(Role.VOLUNTEER);
        if (known != null) return Mono.just(new AlreadyVolunteer(known));
        List<String> told = told(skills == null ? List.of() : skills);
        UUID resident = Objects.requireNonNull(work.own(Role.RESIDENT), "only residents are let in");
        // The caller may have joined a moment ago, on another node.
        return store.of(work, resident)
                .filter(Known::linked)
                .<VolunteerResult>map(linked -> new AlreadyVolunteer(linked.id()))
                .switchIfEmpty(Mono.defer(() -> joined(work, resident)
                        .delayUntil(id -> told.isEmpty() ? Mono.empty() : store.skills(work, id, told))
                        .map(VolunteerSaved::new)));
    }

    @UseCase
    public Mono<VolunteerSaved> changeSkills(Work work, List<String> skills, int expectedVersion) {
        UUID id = Objects.requireNonNull(work.own(Role.VOLUNTEER), "only volunteers are let in");
        List<String> told = told(skills);
        return store.lock(work, id)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> VersionConflict.check(expectedVersion, found.version()))
                .then(store.skills(work, id, told))
                .then(work.append(new SkillsChanged(id, told.size())))
                .thenReturn(new VolunteerSaved(id));
    }

    /** The resident who asks as a volunteer, from now on if not before; best the one that the account signs in as. */
    Mono<UUID> joined(Work work, UUID resident) {
        return store.of(work, resident)
                .delayUntil(known -> known.linked()
                        ? Mono.empty()
                        : store.link(work, known.id()).then(work.append(new VolunteerJoined(known.id()))))
                .map(Known::id)
                .switchIfEmpty(Mono.defer(() -> {
                    UUID id = work.newId();
                    return store.join(work, id, resident)
                            .then(work.append(new VolunteerJoined(id)))
                            .thenReturn(id);
                }))
                .doOnNext(id -> work.become(Role.VOLUNTEER, id));
    }

    private static List<String> told(List<String> skills) {
        List<String> different = skills.stream().distinct().toList();
        if (different.size() > MOST_SKILLS) throw new Refused(new TooManySkills(MOST_SKILLS));
        return different;
    }
}
