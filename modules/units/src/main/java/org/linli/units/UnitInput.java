package org.linli.units;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.residents.ResidentRefusal.PhoneMalformed;
import org.linli.territory.TerritoryRefusal.CodeMalformed;

/** What a street says of a unit; see the type of the same name in the contract. */
public record UnitInput(
        String code,
        String name,
        String kind,
        UUID street,
        String contactName,
        String contactPhone,
        @Nullable UUID contact) {
    private static final Pattern PHONE = Pattern.compile("1[0-9]{10}");

    /** @throws Refused where something has not its form */
    void check() {
        CodeMalformed.check(code);
        if (!PHONE.matcher(contactPhone).matches()) throw new Refused(new PhoneMalformed());
    }
}
