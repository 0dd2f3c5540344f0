package org.linli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneTimeCodeTest {
    @Test
    void noTwoAreAlikeAndNoLetterIsTakenForAnother() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 1000; i++) codes.add(OneTimeCode.fresh().text());
        assertThat(codes).hasSize(1000).allMatch(code -> code.matches("[2-9A-HJKMNP-TV-Z]{12}"));
    }

    @Test
    void itIsTheSameHoweverItIsTyped() {
        OneTimeCode code = new OneTimeCode("23456789ABCD");
        assertThat(OneTimeCode.typed(" 2345-6789 abcd ").hash())
                .isEqualTo(code.hash())
                .hasSize(64);
        assertThat(OneTimeCode.typed("23456789ABCE").hash()).isNotEqualTo(code.hash());
    }

    @Test
    void itIsNotPrinted() {
        assertThat(new OneTimeCode("23456789ABCD").toString()).doesNotContain("2345");
    }
}
