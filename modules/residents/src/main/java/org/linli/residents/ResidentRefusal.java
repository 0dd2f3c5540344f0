package org.linli.residents;

import java.util.UUID;
import org.linli.live.Refusal;

/** What is refused about residents, beside what every module refuses. */
public sealed interface ResidentRefusal extends Refusal {
    record AlreadyResident(UUID residentId) implements ResidentRefusal {}

    record IdentityNumberTaken() implements ResidentRefusal {}

    record IdentityNumberMalformed() implements ResidentRefusal {}

    record IdentityNumberDiffers() implements ResidentRefusal {}

    record IdentityNumberUnknown() implements ResidentRefusal {}

    record PhoneMalformed() implements ResidentRefusal {}

    record GuardianRequired() implements ResidentRefusal {}

    record GuardianUnfit() implements ResidentRefusal {}

    record OfFullAge() implements ResidentRefusal {}

    record ConsentMissing(ConsentKind kind) implements ResidentRefusal {}

    record ConsentAlreadyGiven(UUID consentId) implements ResidentRefusal {}
}
