package org.linli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private enum Light {
        RED,
        YELLOW,
        GREEN,
        BROKEN
    }

    private static final Transitions<Light> LIFE = Transitions.of(Light.class)
            .step(Light.RED, Light.GREEN, Light.BROKEN)
            .step(Light.GREEN, Light.YELLOW);

    @Test
    void whatFollowsIsAllowed() {
        assertThatCode(() -> LIFE.check(Light.RED, Light.BROKEN)).doesNotThrowAnyException();
        assertThat(LIFE.allows(Light.GREEN, Light.YELLOW)).isTrue();
        assertThat(LIFE.allows(Light.GREEN, Light.GREEN)).isFalse();
    }

    @Test
    void whatDoesNotFollowTellsWhatWould() {
        assertThatThrownBy(() -> LIFE.check(Light.RED, Light.YELLOW))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isEqualTo(new TransitionRefused("RED", List.of("GREEN", "BROKEN"))));
    }

    @Test
    void aStateThatIsNotNamedIsAnEnd() {
        assertThat(LIFE.after(Light.BROKEN)).isEmpty();
    }
}
