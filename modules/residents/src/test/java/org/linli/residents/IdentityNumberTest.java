package org.linli.residents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linli.live.Refused;

/** The area code 990101 is assigned to no place. */
class IdentityNumberTest {
    private static final LocalDate TODAY = LocalDate.of(2024, 11, 1);

    @Test
    void itTellsBirthAndGender() {
        IdentityNumber number = IdentityNumber.of(" 990101 1990 0101 0019", TODAY);
        assertThat(number.text()).isEqualTo("990101199001010019");
        assertThat(number.birthDate()).isEqualTo("1990-01-01");
        assertThat(number.gender()).isEqualTo(Gender.MALE);
        assertThat(number.toString()).doesNotContain("1990");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "990101199001010018", // the check character
                "99010119900101001", // too short
                "9901011990010100199", // too long
                "990101199002300018", // no such day
                "990101209901010010", // not yet born
                "09010119900101001X",
                "99010119900101001Y"
            })
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> IdentityNumber.of(text, TODAY)).isInstanceOf(Refused.class);
    }

    @Test
    void ageIsCountedInWholeYears() {
        assertThat(Person.below(14, LocalDate.of(2010, 11, 2), TODAY)).isTrue();
        assertThat(Person.below(14, LocalDate.of(2010, 11, 1), TODAY)).isFalse();
        assertThat(Person.below(14, null, TODAY)).isFalse();
    }
}
