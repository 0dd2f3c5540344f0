package org.linli.tenancy.identity;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import reactor.core.publisher.Mono;

/** Accounts that belong to no district yet, seen from one they ask to join. */
public final class Applicants {
    private final Districts districts;
    private final Standings standings;
    private final Clock clock;

    /** @param clock whose instant decides the day, in the district's time zone */
    public Applicants(Districts districts, Standings standings, Clock clock) {
        this.districts = districts;
        this.standings = standings;
        this.clock = clock;
    }

    /**
     * The account as what it is in the district by rows, as of now: whoever has just joined may ask again before the token tells.
     *
     * @return or a {@link ClientFault}: {@link ErrorCode#DISTRICT_UNKNOWN}, {@link ErrorCode#DISTRICT_SUSPENDED},
     *     {@link ErrorCode#DISTRICT_NOT_LIVE}, {@link ErrorCode#CLIENT_NOT_GRANTED}
     */
    public Mono<Caller> in(String code, Caller applicant) {
        return districts
                .active(code, applicant.client())
                .flatMap(district -> standings
                        .now(district.id(), Objects.requireNonNull(applicant.subject()))
                        .map(standing -> standing.caller(
                                Objects.requireNonNull(applicant.subject()),
                                district,
                                applicant.client(),
                                Set.of(),
                                today(district))));
    }

    private LocalDate today(District district) {
        return LocalDate.ofInstant(clock.instant(), district.zone());
    }
}
