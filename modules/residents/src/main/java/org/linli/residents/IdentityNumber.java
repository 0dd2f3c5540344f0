package org.linli.residents;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.linli.live.Refused;
import org.linli.residents.ResidentRefusal.IdentityNumberMalformed;

/** An identity number (GB 11643): area, day of birth, sequence that is odd for men, check character (ISO 7064, MOD 11-2). */
record IdentityNumber(String text) {
    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{16}[0-9X]");
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    private static final String CHECKS = "10X98765432";
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);

    /** @throws Refused where it is none, or of somebody not yet born */
    static IdentityNumber of(String given, LocalDate today) {
        String text = given.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        if (!FORM.matcher(text).matches() || check(text) != text.charAt(17)) throw malformed();
        IdentityNumber number = new IdentityNumber(text);
        try {
            LocalDate born = number.birthDate();
            if (born.isBefore(EARLIEST) || born.isAfter(today)) throw malformed();
        } catch (DateTimeException noDay) {
            throw malformed();
        }
        return number;
    }

    private static char check(String text) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) sum += WEIGHTS[i] * (text.charAt(i) - '0');
        return CHECKS.charAt(sum % 11);
    }

    private static Refused malformed() {
        return new Refused(new IdentityNumberMalformed());
    }

    LocalDate birthDate() {
        return LocalDate.parse(text.substring(6, 14), DAY);
    }

    Gender gender() {
        return (text.charAt(16) - '0') % 2 == 1 ? Gender.MALE : Gender.FEMALE;
    }

    /** Without the number, which belongs into no log. */
    @Override
    public String toString() {
        return "IdentityNumber[]";
    }
}
