package org.linli.services;

import java.util.Locale;

/** What can be set from outside: a system property {@code linli.some-thing}, or else the variable {@code LINLI_SOME_THING}. */
final class Setting {
    private Setting() {}

    static String of(String name, String otherwise) {
        var property = System.getProperty(name);
        if (property != null) return property;
        return System.getenv()
                .getOrDefault(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), otherwise);
    }
}
