package org.linli.residents;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.residents.ResidentRefusal.ConsentMissing;
import org.linli.residents.ResidentRefusal.IdentityNumberUnknown;
import org.linli.territory.TerritoryRefusal.DatesRefused;

/**
 * A row of an earlier register. Its standing is what that register says; the person is registered, and no more, until somebody else confirms it.
 *
 * @param code by which that register knows the person
 * @param guardian the guardian's code there
 * @param standing one of the states up to {@link ResidentStatus#ACTIVE}
 */
public record ResidentImport(
        String code,
        String name,
        @Nullable Gender gender,
        @Nullable LocalDate birthDate,
        @Nullable String phone,
        @Nullable String identityNumber,
        Dwelling dwelling,
        @Nullable List<String> tags,
        @Nullable String guardian,
        @Nullable List<ConsentKind> consents,
        ResidentStatus standing,
        LocalDate registeredOn) {

    /** What is kept until then; null where there is nothing to confirm. */
    @Nullable
    ResidentStatus claim() {
        return standing == ResidentStatus.REGISTERED ? null : standing;
    }

    List<ConsentKind> given() {
        return consents == null ? List.of() : consents.stream().distinct().toList();
    }

    /** The person as a row of its own, so that the rules can look at it like at one that is there. */
    Resident resident(UUID id, Person person, @Nullable UUID guardianId, UUID community) {
        return new Resident(
                id,
                ResidentStatus.REGISTERED,
                null,
                guardianId,
                null,
                community,
                dwelling.grid(),
                dwelling.compound(),
                dwelling.door(),
                dwelling.relation(),
                person.birthDate(),
                null,
                null,
                1);
    }

    /** @throws Refused where it lies in the future, or before the person */
    void checkRegisteredOn(Person person, LocalDate today) {
        LocalDate earliest = person.birthDate() == null ? Person.EARLIEST : person.birthDate();
        if (registeredOn.isBefore(earliest) || registeredOn.isAfter(today))
            throw new Refused(new DatesRefused(earliest, today));
    }

    /** @throws Refused where an identity was confirmed of which nothing is known */
    void checkIdentity(Person person) {
        if (standing != ResidentStatus.REGISTERED && person.number() == null)
            throw new Refused(new IdentityNumberUnknown());
    }

    /** @throws Refused where somebody consented who may not, or nobody to what must be consented to */
    void checkConsents(Person person, LocalDate today) {
        given().forEach(kind -> kind.checkGiver(guardian == null, person.birthDate(), today));
        boolean needed = standing != ResidentStatus.REGISTERED && person.below(Person.ACTS, today);
        if (needed && !given().contains(ConsentKind.GUARDIANSHIP))
            throw new Refused(new ConsentMissing(ConsentKind.GUARDIANSHIP));
    }
}
