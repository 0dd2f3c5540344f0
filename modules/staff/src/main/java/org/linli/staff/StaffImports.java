package org.linli.staff;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.ImportRefused.Faults;
import org.linli.live.OwnWork;
import org.linli.live.Refusal;
import org.linli.live.Refused;
import org.linli.live.Work;
import org.linli.live.imports.Taken;
import org.linli.staff.StaffRefusal.RolesExcludeEachOther;
import org.linli.staff.StaffRefusal.StaffAddressMalformed;
import org.linli.staff.StaffStore.Held;
import org.linli.staff.StaffStore.Known;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Invites people and proposes roles, many at once. Each row keeps the rules of {@link Staff}; a role that the person has, or is to have,
 * stays as it is.
 */
public final class StaffImports {
    private final StaffStore store = new StaffStore();
    private final Staff staff = new Staff();

    /** A person of a file, with one role. */
    public record StaffRow(
            String name,
            @Nullable String username,
            @Nullable String email,
            StaffRole role) {
        StaffInvitation invitation() {
            return new StaffInvitation(name, username, email, List.of(role));
        }
    }

    /**
     * What came of the rows.
     *
     * @param members whom each row that was taken over, or had been, is about; none while rows are only checked
     */
    public record Staffed(Taken taken, SortedMap<Integer, UUID> members) {}

    /** Somebody who was invited, as far as the account is there. */
    public record Connected(@Nullable UUID subject, String name, boolean failed) {}

    /** @param rows by their numbers */
    public Mono<Staffed> take(Work work, SortedMap<Integer, StaffRow> rows, boolean checking) {
        Taking taking = new Taking(work, checking);
        return Flux.fromIterable(rows.entrySet())
                .concatMap(row -> taking.take(row.getKey(), row.getValue()))
                .then(Mono.fromSupplier(taking::staffed));
    }

    public Mono<Connected> connected(Work work, UUID member) {
        return store.connected(work, member);
    }

    private final class Taking {
        private final Work work;
        private final boolean checking;
        private final Faults faults = new Faults();
        private final SortedMap<Integer, UUID> members = new TreeMap<>();

        /** Roles that earlier rows give, by the person's address or username. */
        private final Map<String, Set<StaffRole>> earlier = new HashMap<>();

        private int added;
        private int known;

        Taking(Work work, boolean checking) {
            this.work = work;
            this.checking = checking;
        }

        Staffed staffed() {
            return new Staffed(new Taken(added, known, List.of(), faults.all()), members);
        }

        Mono<Void> take(int number, StaffRow row) {
            StaffInvitation invitation = row.invitation();
            try {
                invitation.check();
            } catch (Refused refused) {
                return fault(number, refused);
            }
            return store.named(work, invitation.username(), invitation.email())
                    .flatMap(person -> again(number, row, person))
                    .switchIfEmpty(Mono.defer(() -> first(number, row, invitation)))
                    .onErrorResume(
                            Refused.class, refused -> fault(number, refused).thenReturn(0))
                    .then();
        }

        /** Somebody who is in the register, or was put there by an earlier row. */
        private Mono<Integer> again(int number, StaffRow row, Known person) {
            return store.held(work, person.id()).collectList().flatMap(held -> {
                if (!checking) members.put(number, person.id());
                Set<StaffRole> roles = held.stream().map(Held::role).collect(Collectors.toSet());
                roles.addAll(earlier.getOrDefault(person.id().toString(), Set.of()));
                if (roles.contains(row.role())) return Mono.just(known++);
                Staff.apart(row.role(), roles);
                if (!checking)
                    return staff.giveRole(work, person.id(), row.role()).map(given -> added++);
                return store.lock(work, person.id()).map(found -> {
                    OwnWork.check(work.subject().equals(found.subject()));
                    return gives(person.id().toString(), row.role());
                });
            });
        }

        private Mono<Integer> first(int number, StaffRow row, StaffInvitation invitation) {
            if (!checking)
                return staff.inviteStaff(work, invitation).map(invited -> {
                    members.put(number, invited.memberId());
                    return added++;
                });
            String key = Objects.requireNonNullElse(invitation.email(), String.valueOf(invitation.username()));
            Set<StaffRole> roles = earlier.getOrDefault(key, Set.of());
            if (roles.contains(row.role())) return Mono.just(known++);
            Staff.apart(row.role(), roles);
            return Mono.just(gives(key, row.role()));
        }

        private int gives(String person, StaffRole role) {
            earlier.computeIfAbsent(person, none -> new HashSet<>()).add(role);
            return added++;
        }

        private Mono<Void> fault(int number, Refused refused) {
            members.remove(number);
            faults.check(number, field(refused.refusal()), () -> {
                throw refused;
            });
            return Mono.empty();
        }
    }

    private static String field(Refusal refusal) {
        return refusal instanceof StaffAddressMalformed
                ? "email"
                : refusal instanceof RolesExcludeEachOther ? "role" : "username";
    }
}
