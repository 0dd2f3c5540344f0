package org.linli.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Language;
import org.linli.staff.StaffInvitation;

/** A district that asks to come on board, as a guest describes it. */
public record NewApplication(
        String code,
        String name,
        String contact,
        String email,
        String phone,
        String unit,
        @Nullable String remark,
        @Nullable Boolean sample,
        @Nullable Language language) {
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 -]{4,19}");

    boolean invented() {
        return Boolean.TRUE.equals(sample);
    }

    /** As it is compared. */
    String address() {
        return email.toLowerCase(Locale.ROOT);
    }

    Language spoken() {
        return language == null ? Language.ZH_CN : language;
    }

    /** What is wrong with it by itself, whatever is known of others. */
    List<ApplicationProblem> problems() {
        List<ApplicationProblem> problems = new ArrayList<>();
        if (!NewDistrict.codes(code)) problems.add(ApplicationProblem.CODE_MALFORMED);
        if (!StaffInvitation.reaches(email)) problems.add(ApplicationProblem.EMAIL_MALFORMED);
        if (!PHONE.matcher(phone).matches()) problems.add(ApplicationProblem.PHONE_MALFORMED);
        return problems;
    }
}
