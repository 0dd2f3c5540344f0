package org.linli.schema.read;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.contract.Declared.Scalar;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.Words;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An order of rows and the places in it. The id, or a position, is always the last key, so the order is total; missing values come last
 * in either direction. A cursor is base64url of a JSON array: a fingerprint of type, order and district, then the keys.
 */
final class Keyset {
    /** Numbers keep all their digits, or the rows at a cursor would be skipped. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final int LONGEST_CURSOR = 32_768;
    private static final String VERSION = "1";

    /** One key of the order; its column can be null unless the database proves otherwise. */
    record Key(String column, SqlType type, boolean ascending, boolean nullable) {}

    private final List<Key> keys;
    private final String name;
    private final boolean numbered;

    private Keyset(RowType type, List<Key> keys) {
        this.keys = keys;
        this.numbered = type.numbered();
        this.name = keys.stream()
                .map(key -> key.column() + (key.ascending() ? "+" : "-"))
                .collect(Collectors.joining(",", type.name() + ":", ""));
    }

    /** The order that a client asked for by values like {@code STARTS_AT_DESC}. */
    static Keyset of(RowType type, @Nullable Argument orderBy, Draft draft) {
        List<Key> keys = new ArrayList<>();
        boolean ascending = true;
        for (Argument item : orderBy == null ? List.<Argument>of() : orderBy.items()) {
            String value = String.valueOf(item.sample());
            ascending = value.endsWith("_ASC");
            String field = value.substring(0, value.lastIndexOf('_'));
            Scalar scalar = type.fields(Scalar.class)
                    .filter(f -> f.order() && Words.snake(f.name()).equalsIgnoreCase(field))
                    .findFirst()
                    .orElseThrow();
            if (keys.stream().anyMatch(key -> key.column().equals(scalar.column())))
                throw ClientFault.of(ErrorCode.INVALID_ORDER, value);
            keys.add(new Key(
                    scalar.column(),
                    SqlType.of(scalar.type(), scalar.isEnum()),
                    ascending,
                    !draft.proves(type, scalar.column())));
            if (scalar.column().equals(RowType.ID)) return new Keyset(type, keys);
        }
        keys.add(new Key(type.by(), type.numbered() ? SqlType.POSITION : SqlType.of("ID", false), ascending, false));
        return new Keyset(type, keys);
    }

    /** The order of a log: by position, and nothing else. */
    static Keyset of(RowType numbered) {
        return new Keyset(numbered, List.of(new Key(numbered.by(), SqlType.POSITION, true, false)));
    }

    List<Key> keys() {
        return keys;
    }

    String orderBy(String alias, boolean backward) {
        return keys.stream()
                .map(key -> alias + "." + key.column() + direction(key, backward))
                .collect(Collectors.joining(", ", " order by ", ""));
    }

    private static String direction(Key key, boolean backward) {
        String direction = key.ascending() != backward ? "" : " desc";
        return key.nullable() ? direction + (backward ? " nulls first" : " nulls last") : direction;
    }

    /** True for rows that stand behind the cursor, or ahead of it. */
    String beyond(Draft draft, Argument cursor, String alias, boolean behind) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) values.add(bind(draft, cursor, i));
        boolean rowwise = keys.stream().noneMatch(Key::nullable)
                && keys.stream().map(Key::ascending).distinct().count() == 1;
        if (numbered && behind)
            return "(%s.%s > %s and %1$s.id <> all(%s))"
                    .formatted(alias, keys.getFirst().column(), values.getFirst(), known(draft, cursor));
        if (rowwise)
            return "(%s) %s (%s)"
                    .formatted(
                            keys.stream().map(key -> alias + "." + key.column()).collect(Collectors.joining(", ")),
                            keys.getFirst().ascending() == behind ? ">" : "<",
                            String.join(", ", values));
        return beyond(alias, values, behind, 0);
    }

    private String beyond(String alias, List<String> values, boolean behind, int i) {
        Key key = keys.get(i);
        String column = alias + "." + key.column();
        String value = values.get(i);
        String further = column + (key.ascending() == behind ? " > " : " < ") + value;
        if (key.nullable())
            further = behind
                    ? "(%s or (%s is null and %s is not null))".formatted(further, column, value)
                    : "(%s or (%s is not null and %s is null))".formatted(further, column, value);
        if (i == keys.size() - 1) return further;
        String equal = key.nullable() ? column + " is not distinct from " + value : column + " = " + value;
        return "(%s or (%s and %s))".formatted(further, equal, beyond(alias, values, behind, i + 1));
    }

    /** The cursor of a row whose keys are these expressions. */
    String cursor(Draft draft, List<String> values) {
        String fingerprint = draft.parameters.bind("cursor:" + name, "text", request -> fingerprint(request));
        return "translate(encode(convert_to(json_build_array(%s, %s)::text, 'UTF8'), 'base64'), E'+/=\\n', '-_')"
                .formatted(fingerprint, String.join(", ", values));
    }

    /** The cursor at the head of a log. What has no number yet is told by id, and is rare. */
    String head(Draft draft, String head) {
        String fingerprint = draft.parameters.bind("cursor:" + name, "text", request -> fingerprint(request));
        return "(select translate(encode(convert_to((case when h.known is null then json_build_array(%1$s, h.position) else json_build_array(%1$s, h.position, h.known) end)::text, 'UTF8'), 'base64'), E'+/=\\n', '-_') from %2$s h)"
                .formatted(fingerprint, head);
    }

    private String bind(Draft draft, Argument cursor, int i) {
        List<Object> at = List.copyOf(draft.path());
        Key key = keys.get(i);
        return draft.parameters.bind(
                "key:" + i + name + cursor.key(), key.type().name(), request -> {
                    JsonNode json = decode(String.valueOf(cursor.value(request)), request, at);
                    try {
                        Object value = key.type().read(json.get(i + 1));
                        if (value == null && !key.nullable()) throw invalid(at);
                        return value;
                    } catch (ClientFault fault) {
                        throw fault;
                    } catch (RuntimeException e) {
                        throw invalid(at);
                    }
                });
    }

    /** What was there when the cursor was taken, and had no number yet. */
    private String known(Draft draft, Argument cursor) {
        List<Object> at = List.copyOf(draft.path());
        return draft.parameters.bind("known:" + name + cursor.key(), "uuid[]", request -> {
            JsonNode json = decode(String.valueOf(cursor.value(request)), request, at);
            return place(json, at).known().toArray(UUID[]::new);
        });
    }

    /** Whether what follows the cursor is still kept; the statement stops where it is not. */
    String kept(Draft draft, RowType type, Argument cursor) {
        String after = bind(draft, cursor, 0);
        return ReadModel.kept(type.readModel(), after, draft.parameters);
    }

    private static Place place(JsonNode json, List<Object> at) {
        try {
            List<UUID> known = new ArrayList<>();
            for (JsonNode id : json.path(2)) known.add(UUID.fromString(id.stringValue()));
            return new Place((Long) Objects.requireNonNull(SqlType.POSITION.read(json.get(1))), known);
        } catch (ClientFault fault) {
            throw fault;
        } catch (RuntimeException e) {
            throw invalid(at);
        }
    }

    /** What a cursor of the log says. */
    Place place(String cursor, Request request, List<Object> at) {
        return place(decode(cursor, request, at), at);
    }

    /** The cursor of a place in the log, as SQL writes it. */
    String cursor(Place place, Request request) {
        String known = place.known().isEmpty()
                ? ""
                : place.known().stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", ", ", [", "]"));
        byte[] json = "[\"%s\", %d%s]"
                .formatted(fingerprint(request), place.position(), known)
                .getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    private JsonNode decode(String cursor, Request request, List<Object> at) {
        if (cursor.length() > LONGEST_CURSOR) throw invalid(at);
        try {
            JsonNode json = JSON.readTree(Base64.getUrlDecoder().decode(cursor));
            boolean ours = json.isArray()
                    && (json.size() == keys.size() + 1 || (numbered && json.size() == keys.size() + 2))
                    && json.get(0).isString()
                    && json.get(0).stringValue().equals(fingerprint(request));
            if (!ours) throw invalid(at);
            return json;
        } catch (ClientFault fault) {
            throw fault;
        } catch (RuntimeException e) {
            throw invalid(at);
        }
    }

    private String fingerprint(Request request) {
        String district = Objects.toString(
                request.caller().district() == null
                        ? null
                        : request.caller().district().id());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((VERSION + "|" + name + "|" + district).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(digest, 9));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClientFault invalid(List<Object> at) {
        return ClientFault.of(ErrorCode.INVALID_CURSOR).at(at);
    }
}
