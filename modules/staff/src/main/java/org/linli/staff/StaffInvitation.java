package org.linli.staff;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.linli.live.Refused;
import org.linli.staff.StaffRefusal.AccountUnnamed;
import org.linli.staff.StaffRefusal.StaffAddressMalformed;
import org.linli.staff.StaffRefusal.UsernameMalformed;

/** Somebody who is invited to work for the district. */
public record StaffInvitation(
        String name, @Nullable String username, @Nullable String email, List<StaffRole> roles) {
    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}._-]{3,60}");
    private static final Pattern ADDRESS =
            Pattern.compile("[^@,;<>\\s\\p{Cntrl}]{1,64}@[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)+");

    /** Keycloak has both in small letters. */
    public StaffInvitation {
        username = lower(username);
        email = lower(email);
        roles = roles.stream().distinct().toList();
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    /** Whether this can be an e-mail address. */
    public static boolean reaches(String email) {
        return ADDRESS.matcher(email).matches();
    }

    /** @throws Refused with what is wrong with it */
    public void check() {
        if (username == null && email == null) throw new Refused(new AccountUnnamed());
        if (username != null && !USERNAME.matcher(username).matches()) throw new Refused(new UsernameMalformed());
        if (email != null && !reaches(email)) throw new Refused(new StaffAddressMalformed());
    }
}
