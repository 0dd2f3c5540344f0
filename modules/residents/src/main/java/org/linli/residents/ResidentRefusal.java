package org.linli.residents;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refusal;
import org.linli.live.Refused;

/** What is refused about residents, beside what every module refuses. */
public sealed interface ResidentRefusal extends Refusal {
    record AlreadyResident(UUID residentId) implements ResidentRefusal {}

    record MemberElsewhere() implements ResidentRefusal {}

    record IdentityNumberTaken() implements ResidentRefusal {}

    record IdentityNumberMalformed() implements ResidentRefusal {}

    record IdentityNumberDiffers() implements ResidentRefusal {}

    record PointsLeft(int points) implements ResidentRefusal {}

    record IdentityNumberUnknown() implements ResidentRefusal {}

    record PhoneMalformed() implements ResidentRefusal {
        private static final Pattern PHONE = Pattern.compile("1[0-9]{10}");

        /** @throws Refused unless it is a mobile number */
        public static void check(@Nullable String phone) {
            if (phone != null && !PHONE.matcher(phone).matches()) throw new Refused(new PhoneMalformed());
        }
    }

    record GuardianRequired() implements ResidentRefusal {}

    record GuardianUnfit() implements ResidentRefusal {}

    record OfFullAge() implements ResidentRefusal {}

    record ConsentMissing(ConsentKind kind) implements ResidentRefusal {}

    record ConsentAlreadyGiven(UUID consentId) implements ResidentRefusal {}
}
