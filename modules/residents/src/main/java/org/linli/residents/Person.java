package org.linli.residents;

import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.residents.ResidentRefusal.PhoneMalformed;
import org.linli.territory.TerritoryRefusal.DatesRefused;

/**
 * Who somebody is, held against the rules.
 *
 * @param number with which gender and day of birth agree
 */
record Person(
        String name,
        Gender gender,
        @Nullable LocalDate birthDate,
        @Nullable String phone,
        @Nullable IdentityNumber number) {
    /** Below this age a guardian acts (DOMAIN.md S02). */
    static final int ACTS = 14;

    static final int OF_AGE = 18;

    static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    /** @throws Refused where a value cannot be */
    static Person of(
            String name,
            @Nullable Gender gender,
            @Nullable LocalDate birthDate,
            @Nullable String phone,
            @Nullable String identityNumber,
            LocalDate today) {
        PhoneMalformed.check(phone);
        if (birthDate != null && (birthDate.isBefore(EARLIEST) || birthDate.isAfter(today)))
            throw new Refused(new DatesRefused(EARLIEST, today));
        if (identityNumber == null)
            return new Person(name, gender == null ? Gender.UNKNOWN : gender, birthDate, phone, null);
        IdentityNumber number = IdentityNumber.of(identityNumber, today);
        return new Person(name, number.gender(), number.birthDate(), phone, number);
    }

    /** Whether somebody born then is younger; nobody is of whom that is not known. */
    static boolean below(int years, @Nullable LocalDate birthDate, LocalDate today) {
        return birthDate != null && Period.between(birthDate, today).getYears() < years;
    }

    /** Whether somebody born then has a guardian; who is not known to be of full age may have one. */
    static boolean minor(@Nullable LocalDate birthDate, LocalDate today) {
        return birthDate == null || below(OF_AGE, birthDate, today);
    }

    boolean below(int years, LocalDate today) {
        return below(years, birthDate, today);
    }
}
