package org.linli.merchants;

import java.util.regex.Pattern;
import org.linli.live.Refusal;
import org.linli.live.Refused;

/** A value has not the form it must have. */
public record WrongForm(String field, String form) implements Refusal {
    private static final Pattern LICENCE = Pattern.compile("[0-9A-Z]{18}");

    static void checkLicence(String field, String licence) {
        check(LICENCE.matcher(licence).matches(), field, "91140200MA0000000X");
    }

    static void checkRange(String field, int value, int most) {
        check(value >= 1 && value <= most, field, "1–" + most);
    }

    static void check(boolean right, String field, String form) {
        if (!right) throw new Refused(new WrongForm(field, form));
    }
}
