package org.linli.platform;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.live.calendar.CalendarSettings;
import org.linli.live.calendar.WorkingTime;
import org.linli.schema.Language;
import org.linli.staff.StaffInvitation;
import org.linli.staff.StaffRole;
import org.linli.tenancy.identity.Platform;

/** A district that is to come on board, as an operator describes it. */
public record NewDistrict(
        String code,
        String name,
        @Nullable String timeZone,
        @Nullable Boolean sample,
        @Nullable String cell,
        NewAdministrator administrator,
        @Nullable List<String> packages,
        @Nullable List<WorkingTime> workingTimes,
        @Nullable Language language) {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,59}");

    /** Those that PostgreSQL has too: it reckons in the zones of all districts at once, and one that it does not know would stop them all. */
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds().stream()
            .filter(zone -> !zone.startsWith("SystemV/"))
            .collect(Collectors.toUnmodifiableSet());

    private static final String USUAL_ZONE = "Asia/Shanghai";

    /** An administrator of a district, whom an operator names. */
    public record NewAdministrator(String username, String email, String name) {
        StaffInvitation invitation() {
            return new StaffInvitation(name, username, email, List.of(StaffRole.DISTRICT_ADMIN));
        }
    }

    String zone() {
        return timeZone == null ? USUAL_ZONE : timeZone;
    }

    boolean invented() {
        return Boolean.TRUE.equals(sample);
    }

    String email() {
        return administrator.email().toLowerCase(Locale.ROOT);
    }

    StaffInvitation invitation() {
        return administrator.invitation();
    }

    /** Whether a district can have this code. */
    static boolean codes(String code) {
        return CODE.matcher(code).matches() && !code.equals(Platform.CODE);
    }

    /** What is wrong with it by itself. */
    Set<DistrictProblem> problems() {
        Set<DistrictProblem> problems = EnumSet.noneOf(DistrictProblem.class);
        if (!codes(code)) problems.add(DistrictProblem.CODE_MALFORMED);
        if (!ZONES.contains(zone())) problems.add(DistrictProblem.TIME_ZONE_UNKNOWN);
        if (!USERNAME.matcher(administrator.username()).matches()) problems.add(DistrictProblem.USERNAME_MALFORMED);
        if (!StaffInvitation.reaches(administrator.email())) problems.add(DistrictProblem.EMAIL_MALFORMED);
        if (workingTimes != null && !CalendarSettings.fits(workingTimes))
            problems.add(DistrictProblem.WORKING_WEEK_UNFIT);
        return problems;
    }
}
