package org.linli.units;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    /** @throws org.linli.live.Refused where something has not its form */
    void check() {
        CodeMalformed.check(code);
        PhoneMalformed.check(contactPhone);
    }
}
