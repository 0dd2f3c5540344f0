package org.linli.imports;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A column of a sheet: what readers look for, what templates show, and what both say of it.
 *
 * @param key the field of the contract's input
 * @param example what a template's sample row says; empty where it says nothing
 */
record Column(
        String key, String zh, String en, Form form, boolean required, String example, String noteZh, String noteEn) {
    private static final Pattern BESIDES = Pattern.compile("[\\s\\u00a0\\u3000*＊_-]");

    static Column of(String key, String zh, String en, Form form) {
        return new Column(key, zh, en, form, false, "", "", "");
    }

    Column needed() {
        return new Column(key, zh, en, form, true, example, noteZh, noteEn);
    }

    Column like(String sample) {
        return new Column(key, zh, en, form, required, sample, noteZh, noteEn);
    }

    Column noted(String chinese, String english) {
        return new Column(key, zh, en, form, required, example, chinese, english);
    }

    /** As templates write it. */
    String header() {
        return zh + " / " + en;
    }

    /** Whether a header means this column: by its Chinese, its English or the contract's name, or by several of them. */
    boolean named(String header) {
        for (String part : header.split("[/\\n]")) {
            String name = plain(part);
            if (!name.isEmpty() && (name.equals(plain(zh)) || name.equals(plain(en)) || name.equals(plain(key))))
                return true;
        }
        return false;
    }

    static String plain(String text) {
        return BESIDES.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
