package org.linli.schema.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.linli.schema.read.Sample.n;
import static org.linli.schema.read.Sample.owner;
import static org.linli.schema.read.Sample.somebody;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.schema.contract.Contract;

/** Who may see what: rows by the read model's condition, values by its masks, fields by {@code @auth}. */
class RightsTest {
    private static final String SDL = """
            type Merchant implements Node @rows(of: "merchant", prefix: "merchant") {
              id: ID!
              name: String! @filter @order
              phone: String! @masked
              rating: Int @auth(part: true)
              visits: [Visit!] @many(by: "merchant_id") @auth(any: [GRID_WORKER, AUDITOR])
            }
            type Visit implements Node @rows(of: "visit", prefix: "visit") {
              id: ID!
              notes: String @auth(any: [AUDITOR])
              merchant: Merchant @one(by: "merchant_id")
            }
            extend type Query {
              "All." merchants: MerchantConnection @list @auth(any: [GUEST])
              "All." visits: VisitConnection @list @auth(any: [GRID_WORKER, AUDITOR])
            }
            """;

    private static final Caller GUEST = Caller.guest(Sample.DISTRICT);
    private static final Caller AUDITOR = somebody(Role.AUDITOR);
    private static final Caller MERCHANT = owner(Map.of(Role.MERCHANT, Set.of(n(2))), Role.MERCHANT);

    private static Sample sample;

    @BeforeAll
    static void open() {
        sample = new Sample("""
                create table merchant (district_id uuid default n(0), id uuid primary key, name text not null, phone text not null,
                                       signed boolean not null);
                create table visit (district_id uuid default n(0), id uuid primary key, merchant_id uuid not null, notes text);
                insert into merchant (id, name, phone, signed) values
                    (n(1), '甲', '13800000001', true), (n(2), '乙', '13800000002', false);
                insert into visit (id, merchant_id, notes) values (n(3), n(1), 'first'), (n(4), n(1), 'second');
                """, """
                -- merchant
                select m.id, m.name,
                       case when has_part() then 5 end as rating,
                       case when is_own(m.id, 'MERCHANT') or has_role('AUDITOR') then m.phone
                            else overlay(m.phone placing '****' from 4 for 4) end as phone
                  from merchant m
                 where m.district_id = :district and (m.signed or is_own(m.id, 'MERCHANT') or has_role('AUDITOR'))
                -- visit
                select v.id, v.merchant_id, v.notes from visit v where v.district_id = :district
                """, SDL);
    }

    @AfterAll
    static void close() throws SQLException {
        sample.close();
    }

    @Test
    void rowsAndMasksDependOnWhoAsks() {
        String document = "{ merchants { nodes { name phone } } }";
        sample.answers(GUEST, document, Map.of(), """
                {merchants: {nodes: [{name: "甲", phone: "138****0001"}]}}
                """);
        sample.answers(MERCHANT, document, Map.of(), """
                {merchants: {nodes: [{name: "甲", phone: "138****0001"}, {name: "乙", phone: "13800000002"}]}}
                """);
        sample.answers(AUDITOR, document, Map.of(), """
                {merchants: {nodes: [{name: "甲", phone: "13800000001"}, {name: "乙", phone: "13800000002"}]}}
                """);
    }

    /** What roles decide is left out; whose records one owns is bound. */
    @Test
    void rolesAreLeftOutAndIdsAreBound() {
        assertThat(sample.statement("{ merchants { nodes { name } } }")).contains("= $1 and (m.signed)) ");
        sample.answers(MERCHANT, "{ merchants { totalCount } }", Map.of(), "{merchants: {totalCount: 2}}");
        assertThat(sample.statement()).contains("(m.signed or m.id = any($3::uuid[]))");
    }

    @Test
    void aDeniedFieldIsNullWithAnErrorAtEachOfItsPlaces() {
        Caller worker = somebody(Role.GRID_WORKER);
        sample.answers(
                worker,
                "{ merchants { nodes { name calls: visits { id said: notes } } } }",
                Map.of(),
                """
                {merchants: {nodes: [{name: "甲", calls: [{id: "visit_3", said: null}, {id: "visit_4", said: null}]}]}}
                """,
                "FORBIDDEN merchants.nodes.0.calls.0.said",
                "FORBIDDEN merchants.nodes.0.calls.1.said");
        sample.answers(
                GUEST,
                "{ merchants { nodes { name visits { id } } } visits { totalCount } }",
                Map.of(),
                "{merchants: {nodes: [{name: \"甲\", visits: null}]}, visits: null}",
                "FORBIDDEN merchants.nodes.0.visits",
                "FORBIDDEN visits");
    }

    @Test
    void whatIsDeniedIsNotRead() {
        sample.answers(GUEST, "{ visits { nodes { notes } } }", Map.of(), "{visits: null}", "FORBIDDEN visits");
        assertThat(sample.statement()).doesNotContain("visit v");
    }

    /** The same in the read model and in the contract: a part in the district is more than an account and not an office. */
    @ParameterizedTest
    @EnumSource
    void whoHasAPartIsSaidOnce(Role role) {
        boolean part = Role.PART.contains(role);
        assertThat(part)
                .isEqualTo(!Set.of(
                                Role.GUEST,
                                Role.ACCOUNT,
                                Role.DISTRICT_ADMIN,
                                Role.AUDITOR,
                                Role.INTEGRATOR,
                                Role.PLATFORM_ADMIN,
                                Role.CITY_VIEWER)
                        .contains(role));
        sample.answers(
                somebody(role),
                "{ merchants(first: 1) { nodes { rating } } }",
                Map.of(),
                "{merchants: {nodes: [{rating: %s}]}}".formatted(part ? 5 : null),
                part ? new String[0] : new String[] {"FORBIDDEN merchants.nodes.0.rating"});
    }

    /** What depends on who asks could be found out by filtering, ordering or grouping, so none of them knows it. */
    @Test
    void aMaskedFieldStandsInNoFilterOrderOrGroup() {
        String printed = Contract.print(Contract.of(Sample.base(), SDL).schema());
        assertThat(printed)
                .contains("\n  phone: String!\n", "NAME_ASC")
                .doesNotContain("PHONE_ASC", "\n  PHONE\n", "phone: StringFilter");
    }
}
