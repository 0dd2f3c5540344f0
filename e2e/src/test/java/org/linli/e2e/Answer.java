package org.linli.e2e;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answered. */
record Answer(int status, HttpHeaders headers, String text, JsonNode json) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static Answer of(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.headers(), response.body(), json(response.body()));
    }

    /** What a shell command printed. */
    static Answer printed(String text) {
        return new Answer(200, HttpHeaders.of(Map.of(), (name, value) -> true), text, json(text));
    }

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    /** A value of the data, by a path like {@code residents/nodes/0/name}. */
    JsonNode at(String path) {
        return json.at("/data/" + path);
    }

    int number(String path) {
        return at(path).intValue();
    }

    List<String> codes() {
        return json.path("errors").findValuesAsString("code");
    }

    List<String> messages() {
        return json.path("errors").findValuesAsString("message");
    }

    /** Every value of the data that is no object and no list, as text. */
    List<String> leaves() {
        List<String> leaves = new ArrayList<>();
        collect(json.path("data"), leaves);
        return leaves;
    }

    private static void collect(JsonNode node, List<String> leaves) {
        if (node.isContainer()) node.values().forEach(value -> collect(value, leaves));
        else leaves.add(node.asString());
    }

    @Override
    public String toString() {
        return status + " " + text;
    }
}
