package org.linli.api.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.api.fixture.Fixture.HERE;
import static org.linli.api.fixture.Fixture.node;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.linli.api.fixture.Answer;
import org.linli.api.fixture.Fixture;
import org.linli.api.fixture.Served;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Limits;

/** Merchant 3 offers two services, merchant 4 is the caller "merchant" and has withdrawn both of its own. */
class MerchantsTest {
    private static final String SERVICES = """
            query($id: ID!) {
              merchant(id: $id) { services(orderBy: [POINTS_PRICE_ASC]) { nodes { pointsPrice status } totalCount } }
            }
            """;

    private static Served served;

    @BeforeAll
    static void open() {
        served = new Served(Contract.load(), Fixture.fill(), Limits.USUAL);
    }

    @AfterAll
    static void close() {
        served.close();
    }

    @Test
    void everybodySeesWhatIsOffered() {
        assertThat(asked("guest", SERVICES, 3)).isEqualTo("""
                {"merchant":{"services":{"nodes":[\
                {"pointsPrice":300,"status":"ONLINE"},{"pointsPrice":400,"status":"SOLD_OUT"}],"totalCount":2}}}""");
    }

    @Test
    void whatIsWithdrawnIsTheMerchantsOwn() {
        assertThat(asked("another resident", SERVICES, 4)).contains("\"nodes\":[],\"totalCount\":0");
        assertThat(asked("merchant", SERVICES, 4)).contains("RETURNED", "PAUSED", "\"totalCount\":2");
    }

    @Test
    void anotherDistrictsMerchantIsNotThere() {
        assertThat(asked("district officer there", SERVICES, 3)).isEqualTo("{\"merchant\":null}");
    }

    private static String asked(String caller, String document, int merchant) {
        Answer answer = served.ask(
                Objects.requireNonNull(Fixture.callers().get(caller)),
                document,
                Map.of("id", node(HERE, "merchant", merchant)));
        assertThat(answer.problems()).isEmpty();
        return String.valueOf(answer.data());
    }
}
