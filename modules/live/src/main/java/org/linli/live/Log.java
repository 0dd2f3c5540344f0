package org.linli.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.linli.schema.contract.Words;

/**
 * How lines come into the log: with the place where they happened, and with the arrival by which they are found and numbered once they are
 * committed.
 */
public final class Log {
    /** Who numbers listens here. */
    public static final String ARRIVAL = "linli_arrival";

    private static final Map<Lines, String> STATEMENTS = new ConcurrentHashMap<>();

    private Log() {}

    /** Lines about records of one type, which are told or not. */
    record Lines(String type, boolean told) {
        /** The statement for them; {@code $2} holds the lines, {@code $3} when it happened, if not now. */
        String sql() {
            return STATEMENTS.computeIfAbsent(this, Log::compose);
        }
    }

    /** Where a record is stands in a file of its module, if it is anywhere. Lines are few, so what they need is looked up and not joined. */
    private static String compose(Lines lines) {
        try (InputStream file = Log.class.getResourceAsStream("/place/" + Words.snake(lines.type) + ".sql")) {
            if (file == null) return compose(lines.told, "", "", "");
            String place = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("--[^\\n]*", "")
                    .strip()
                    .replaceAll(":district\\b", "\\$1")
                    .replaceAll(":id\\b", "e.subject_id");
            return compose(lines.told, ", street_id, community_id, grid_id", """
                    , coalesce(place.street_id, community.street_id), coalesce(place.community_id, grid.community_id), place.grid_id
                    """, """
                    left join lateral (%s) place on true
                    left join lateral (select g.community_id from grid g
                                        where g.district_id = $1 and g.id = place.grid_id offset 0) grid on true
                    left join lateral (select c.id, c.street_id from community c
                                        where c.district_id = $1 and c.id = coalesce(place.community_id, grid.community_id)
                                       offset 0) community on true
                    """.formatted(place));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String compose(boolean told, String columns, String values, String joins) {
        String line = """
                    insert into event (district_id, id, name, subject_type, subject_id, from_state, to_state, reason,
                                       actor, actor_roles, client, payload, at%s)
                    select $1, e.id, e.name, e.subject_type, e.subject_id, e.from_state, e.to_state, e.reason,
                           e.actor, e.actor_roles, e.client, e.payload, coalesce($3::timestamptz, clock_timestamp()) %s
                      from json_to_recordset($2::json) as e(id uuid, name text, subject_type text, subject_id uuid, from_state text,
                                                            to_state text, reason text, actor uuid, actor_roles text[], client text,
                                                            payload json)
                           %s
                    returning id
                """.formatted(columns, values, joins);
        return told
                ? "with line as (" + line
                        + ") insert into arrival (district_id, event_id) select $1, line.id from line returning event_id"
                : line;
    }
}
