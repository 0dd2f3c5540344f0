package org.linli.demo;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;

/** How merchants come into the alliance, what they offer, and who has it for points. */
final class Trade {
    private static final int ROWS = 250;
    private static final List<String> CATEGORIES = List.of(
            "DINING", "FOOD", "RETAIL", "HOUSEHOLD", "BEAUTY", "EDUCATION", "HEALTH", "SPORT_AND_CULTURE", "OTHER");

    /**
     * @param signed the day on which it signed, null where it did not
     * @param verified whether the licence was checked then
     */
    record Shop(
            int n,
            String name,
            String phone,
            int grid,
            @Nullable LocalDate signed,
            boolean verified) {}

    private final Script script;
    private final IntFunction<Caller> promoters;
    private final IntFunction<Caller> reviewers;
    private final UUID account;

    /**
     * @param promoters who visits merchants of a grid
     * @param reviewers who reviews what merchants of a grid offer
     * @param account that answers for the first merchant
     */
    Trade(Script script, IntFunction<Caller> promoters, IntFunction<Caller> reviewers, UUID account) {
        this.script = script;
        this.promoters = promoters;
        this.reviewers = reviewers;
        this.account = account;
    }

    Caller owner(int merchant) {
        return script.merchant(merchant, merchant == 1 ? account : null);
    }

    private UUID merchant(int n) {
        return script.id("0020", n);
    }

    private UUID service(int n) {
        return script.made("0022", n);
    }

    /** From first word of it to a checked licence, each step by another. */
    void joins(Shop shop, int contact, OffsetDateTime at) {
        Caller promoter = promoters.apply(shop.grid());
        script.play(
                at,
                promoter,
                "recordMerchantLead",
                List.of(merchant(shop.n())),
                List.of(number(shop.n())),
                "lead",
                lead(shop));
        script.play(
                at.plusDays(20),
                promoter,
                "signMerchant",
                List.of(),
                "merchant",
                merchant(shop.n()),
                "licence",
                Words.licence(shop.n()),
                "contact",
                script.id("0010", contact));
        isVerified(shop, at.plusDays(21));
    }

    private void isVerified(Shop shop, OffsetDateTime at) {
        script.play(at, reviewers.apply(shop.grid()), "verifyMerchant", List.of(), "merchant", merchant(shop.n()));
    }

    /** From an earlier register; the licences are checked in the hours after. */
    void areTakenOver(List<Shop> shops, Caller officer, OffsetDateTime at) {
        for (int from = 0; from < shops.size(); from += ROWS) {
            List<Shop> rows = shops.subList(from, Math.min(from + ROWS, shops.size()));
            List<Map<String, Object>> taken = new ArrayList<>();
            for (Shop shop : rows)
                taken.add(Script.given(
                        "code",
                        "SJ-" + number(shop.n()),
                        "lead",
                        lead(shop),
                        "standing",
                        shop.signed() == null ? "LEAD" : "SIGNED",
                        "signedOn",
                        shop.signed(),
                        "licence",
                        shop.signed() == null ? null : Words.licence(shop.n())));
            script.play(
                    at,
                    officer,
                    "importMerchants",
                    rows.stream().map(shop -> merchant(shop.n())).toList(),
                    "merchants",
                    taken);
        }
        shops.stream().filter(Shop::verified).forEach(shop -> isVerified(shop, at.plusSeconds(20L * shop.n())));
    }

    private static String number(int n) {
        return "%05d".formatted(n);
    }

    private Map<String, Object> lead(Shop shop) {
        return Script.given(
                "name", shop.name(),
                "category", CATEGORIES.get(shop.n() % 9),
                "address", "示例路" + shop.n() + "号",
                "contactName", "示例店主 " + shop.n(),
                "contactPhone", shop.phone(),
                "grid", script.id("0004", shop.grid()));
    }

    void isVisited(int visit, Shop shop, LocalDate day, OffsetDateTime at) {
        script.play(
                at,
                promoters.apply(shop.grid()),
                "recordMerchantVisit",
                List.of(script.id("0021", visit)),
                "merchant",
                merchant(shop.n()),
                "visitedOn",
                day,
                "notes",
                "示例走访记录：介绍联盟与积分服务。");
    }

    void offers(int service, Shop shop, Map<String, Object> offer, OffsetDateTime at) {
        script.play(
                at,
                owner(shop.n()),
                "uploadService",
                List.of(service(service)),
                "merchant",
                merchant(shop.n()),
                "offer",
                offer);
    }

    void handsIn(int service, Shop shop, OffsetDateTime at) {
        script.play(at, owner(shop.n()), "submitService", List.of(), "service", service(service));
    }

    /** @param decision APPROVE or RETURN */
    void isReviewed(int service, Shop shop, String decision, String reason, OffsetDateTime at) {
        script.play(
                at,
                reviewers.apply(shop.grid()),
                "reviewService",
                List.of(),
                "service",
                service(service),
                "decision",
                decision,
                "reason",
                reason);
    }

    /** @param useCase {@code pauseService} or {@code withdrawService} */
    void takesBack(int service, Shop shop, String useCase, String reason, OffsetDateTime at) {
        script.play(at, owner(shop.n()), useCase, List.of(), "service", service(service), "reason", reason);
    }

    static Map<String, Object> offer(String title, int price, int stock, LocalDate from, @Nullable LocalDate to) {
        return Script.given(
                "title",
                "示例" + title,
                "description",
                "示例服务：凭积分兑换，到店出示即可使用。",
                "pointsPrice",
                price,
                "stock",
                stock,
                "validFrom",
                from,
                "validTo",
                to,
                "codeDays",
                7);
    }

    // Points.

    void isGranted(int resident, int points, Caller officer, OffsetDateTime at) {
        script.play(
                at,
                officer,
                "grantPoints",
                List.of(script.made("0061", resident)),
                "resident",
                script.id("0010", resident),
                "points",
                points,
                "expiresOn",
                LocalDate.of(2030, 1, 1),
                "reason",
                "示例：首次注册赠送");
    }

    void redeems(int redemption, Caller resident, int service, String code, OffsetDateTime at) {
        script.play(
                at,
                resident,
                "redeemService",
                List.of(script.made("0064", redemption), script.made("0061", 1000 + redemption)),
                List.of(code),
                "service",
                service(service));
    }

    void verifies(int merchant, String code, OffsetDateTime at) {
        script.play(at, owner(merchant), "verifyRedemption", List.of(), "code", code);
    }
}
