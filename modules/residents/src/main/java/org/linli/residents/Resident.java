package org.linli.residents;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.live.TransitionRefused;
import org.linli.residents.ResidentRefusal.GuardianUnfit;
import org.linli.residents.ResidentRefusal.OfFullAge;

/**
 * What the rules need of a resident.
 *
 * @param subject the account, null where there is none
 * @param guardianSubject the account of the guardian, whatever became of the guardian's own record
 * @param door building, entrance and door
 * @param suspendedFrom the state before a suspension; null while there is none
 * @param identityIndex blind index of the identity number in hexadecimal, null where none is known
 */
record Resident(
        UUID id,
        ResidentStatus status,
        @Nullable UUID subject,
        @Nullable UUID guardianId,
        @Nullable UUID guardianSubject,
        UUID communityId,
        UUID gridId,
        @Nullable UUID compoundId,
        @Nullable String door,
        Dwelling.Relation relation,
        @Nullable LocalDate birthDate,
        @Nullable ResidentStatus suspendedFrom,
        @Nullable String identityIndex,
        int version) {

    /** Whether this is the caller, or a child of the caller's. */
    boolean isOwn(UUID caller, @Nullable UUID own) {
        return caller.equals(subject) || (own != null && (own.equals(id) || own.equals(guardianId)));
    }

    /** Whether both live behind the same door. */
    boolean sharesDwelling(Resident other) {
        return door != null
                && door.equals(other.door)
                && gridId.equals(other.gridId)
                && Objects.equals(compoundId, other.compoundId);
    }

    /** The state after living elsewhere in the district: who lives there is to be seen anew. */
    ResidentStatus afterMove() {
        return status == ResidentStatus.RESIDENCE_VERIFIED || status == ResidentStatus.ACTIVE
                ? ResidentStatus.IDENTITY_VERIFIED
                : status;
    }

    /** @throws Refused of somebody who has left: what was known then stays known */
    void checkHere() {
        if (!status.lives() && status != ResidentStatus.SUSPENDED) throw transitionRefused();
    }

    /** @throws Refused unless this may follow */
    void check(ResidentStatus to) {
        if (!ResidentStatus.LIFE.allows(status, to)) throw transitionRefused();
    }

    /** The state after a suspension. */
    ResidentStatus resume() {
        if (status != ResidentStatus.SUSPENDED) throw transitionRefused();
        return before();
    }

    /** Suspensions from before their origin was kept were of people who took part. */
    private ResidentStatus before() {
        return suspendedFrom == null ? ResidentStatus.ACTIVE : suspendedFrom;
    }

    private Refused transitionRefused() {
        Stream<ResidentStatus> back = status == ResidentStatus.SUSPENDED ? Stream.of(before()) : Stream.empty();
        return new Refused(new TransitionRefused(
                status.name(),
                Stream.concat(ResidentStatus.LIFE.after(status).stream(), back)
                        .map(Enum::name)
                        .toList()));
    }

    /** @throws Refused unless the person may be guardian of {@code child} */
    void checkGuardianOf(@Nullable UUID child, LocalDate today) {
        boolean unfit = Stream.of(
                        !status.lives(),
                        id.equals(child),
                        guardianId != null,
                        Person.below(Person.OF_AGE, birthDate, today))
                .anyMatch(Boolean::booleanValue);
        if (unfit) throw new Refused(new GuardianUnfit());
    }

    /** Whether this resident is the guardian; nobody's is of full age. */
    boolean isChildOf(UUID guardian, LocalDate today) {
        return guardian.equals(guardianId) && Person.minor(birthDate, today);
    }

    /** @throws Refused where the person is of full age */
    void checkChild(LocalDate today) {
        if (!Person.minor(birthDate, today)) throw new Refused(new OfFullAge());
    }
}
