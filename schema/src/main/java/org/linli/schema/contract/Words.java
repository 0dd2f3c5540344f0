package org.linli.schema.contract;

import java.util.Locale;

/** One word in the spelling of SDL, SQL and enum values: startsAt, starts_at, STARTS_AT. */
public final class Words {
    private Words() {}

    /** {@code startsAt} as a column, {@code ActivityStatus} as a PostgreSQL type. */
    public static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && !snake.isEmpty()) snake.append('_');
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    static String constant(String name) {
        return snake(name).toUpperCase(Locale.ROOT);
    }
}
