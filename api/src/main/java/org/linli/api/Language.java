package org.linli.api;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Caller;
import org.linli.schema.District;
import org.springframework.util.ConcurrentLruCache;

/** The languages in which the server speaks; the first is spoken to those who ask for none of them. */
enum Language {
    CHINESE("zh-CN"),
    ENGLISH("en");

    private static final List<Locale> SPOKEN = List.of(CHINESE.locale, ENGLISH.locale, Locale.CHINESE);

    /** Clients send few different headers. */
    private static final ConcurrentLruCache<String, Language> KNOWN = new ConcurrentLruCache<>(100, Language::best);

    private final Locale locale;

    Language(String tag) {
        locale = Locale.forLanguageTag(tag);
    }

    Locale locale() {
        return locale;
    }

    /** The same for this caller, whose district may speak to those who ask for none. */
    static Language of(@Nullable String accepted, Caller caller) {
        District district = caller.district();
        return of(
                accepted != null || district == null
                        ? accepted
                        : district.language().tag());
    }

    /** The best language for a header {@code Accept-Language} (RFC 9110 section 12.5.4). */
    static Language of(@Nullable String accepted) {
        return accepted == null ? CHINESE : KNOWN.get(accepted);
    }

    private static Language best(String accepted) {
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(accepted), SPOKEN);
            return ENGLISH.locale.equals(found) ? ENGLISH : CHINESE;
        } catch (IllegalArgumentException notALanguage) {
            return CHINESE;
        }
    }
}
