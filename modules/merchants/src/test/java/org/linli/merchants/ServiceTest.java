package org.linli.merchants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.linli.live.Refused;
import org.linli.merchants.RedeemServiceResult.ServiceNotOffered;
import org.linli.merchants.RedeemServiceResult.ServiceSoldOut;

/** A service that can be had in May 2026. */
class ServiceTest {
    private static final LocalDate FROM = LocalDate.of(2026, 5, 1);
    private static final LocalDate TO = LocalDate.of(2026, 6, 1);

    @ParameterizedTest
    @CsvSource({"2026-05-01", "2026-05-31"})
    void itCanBeHadFromTheFirstDayToTheLast(LocalDate day) {
        assertThatCode(() -> service(1).redeemable(day)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"2026-04-30", "2026-06-01"})
    void itCannotBeHadBeforeNorAfter(LocalDate day) {
        assertThatThrownBy(() -> service(1).redeemable(day))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new ServiceNotOffered(FROM, TO)));
    }

    @Test
    void withNothingLeftItCannotBeHad() {
        assertThatThrownBy(() -> service(0).redeemable(FROM))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(new ServiceSoldOut()));
    }

    @Test
    void whatStandsInTheCatalogueIsSoldOutWithTheLast() {
        assertThat(ServiceStatus.offered(1)).isEqualTo(ServiceStatus.ONLINE);
        assertThat(ServiceStatus.offered(0)).isEqualTo(ServiceStatus.SOLD_OUT);
    }

    @ParameterizedTest
    @EnumSource
    void everyServiceCanBeWithdrawnOnce(ServiceStatus status) {
        assertThat(ServiceStatus.LIFE.allows(status, ServiceStatus.OFFLINE)).isEqualTo(status != ServiceStatus.OFFLINE);
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED", "CANCELLED", "RATED"})
    void aRedemptionThatIsOverStaysSo(RedemptionStatus status) {
        assertThat(RedemptionStatus.LIFE.after(status)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LEAD, false", "SIGNED, true", "ACTIVE, true", "SUSPENDED, false", "EXITED, false"})
    void whoHasSignedTakesPart(MerchantStatus status, boolean takesPart) {
        assertThat(status.takesPart()).isEqualTo(takesPart);
    }

    private static Service service(int stock) {
        return new Service(new UUID(0, 1), new UUID(0, 2), ServiceStatus.offered(stock), 100, stock, 7, FROM, TO, 1);
    }
}
