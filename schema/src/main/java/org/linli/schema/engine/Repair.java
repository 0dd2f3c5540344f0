package org.linli.schema.engine;

import graphql.GraphQLError;
import graphql.normalized.ExecutableNormalizedField;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.Role;
import org.linli.schema.read.Plan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Walks the answer of a lenient plan by the GraphQL rules that SQL does not know: a denied field is an error at each of
 * its places, a missing value in a non-null field is an error there and makes the nearest nullable field above it null.
 */
final class Repair {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_ERRORS = 100;

    private final GraphQLSchema schema;
    private final Map<String, Plan.Denial> denials;
    private final List<GraphQLError> errors = new ArrayList<>();
    private final JsonNode mended;

    /**
     * @param root Query or Mutation
     * @param fields those of the root that the plan answers
     */
    Repair(
            GraphQLSchema schema,
            GraphQLObjectType root,
            Plan plan,
            List<ExecutableNormalizedField> fields,
            byte[] answer) {
        this.schema = schema;
        this.denials = plan.denials().stream()
                .collect(Collectors.toMap(denial -> key(denial.type(), denial.path()), denial -> denial, (a, b) -> a));
        this.mended = object(JSON.readTree(answer), root, fields, List.of(), List.of());
    }

    List<GraphQLError> errors() {
        return errors;
    }

    /** The answer as a whole. */
    RawJson whole() {
        return raw(mended);
    }

    /** The answer field by field of the root. */
    Map<String, RawJson> roots() {
        return mended.properties().stream().collect(Collectors.toMap(Map.Entry::getKey, root -> raw(root.getValue())));
    }

    private static RawJson raw(JsonNode json) {
        return new RawJson(JSON.writeValueAsBytes(json));
    }

    private JsonNode object(
            JsonNode json,
            GraphQLObjectType type,
            List<ExecutableNormalizedField> fields,
            List<String> keys,
            List<Object> path) {
        ObjectNode mended = JSON.createObjectNode();
        boolean broken = false;
        for (ExecutableNormalizedField field : fields) {
            if (!field.getObjectTypeNames().contains(type.getName())) continue;
            String key = field.getResultKey();
            List<String> deeper = longer(keys, key);
            List<Object> at = longer(path, key);
            JsonNode value = json.path(key);
            Plan.Denial denial = denials.get(key(type.getName(), deeper));
            if (denial != null) {
                error(ClientFault.of(ErrorCode.FORBIDDEN, field.getFieldName(), Role.names(denial.allowed()))
                        .at(at));
                mended.putNull(key);
                continue;
            }
            JsonNode completed = value(value, typeOf(type, field), List.of(field), deeper, at);
            if (completed == null) broken = true;
            else mended.set(key, completed);
        }
        return broken ? NullNode.getInstance() : mended;
    }

    /** The value by its type, null where a non-null place stays empty. */
    private @Nullable JsonNode value(
            JsonNode json,
            GraphQLType type,
            List<ExecutableNormalizedField> fields,
            List<String> keys,
            List<Object> path) {
        if (type instanceof GraphQLNonNull nonNull) {
            int before = errors.size();
            JsonNode value = value(json, nonNull.getWrappedType(), fields, keys, path);
            if (value != null && !value.isNull()) return value;
            if (errors.size() == before)
                error(ClientFault.of(ErrorCode.MISSING_VALUE, String.valueOf(keys.getLast()))
                        .at(path));
            return null;
        }
        if (json.isNull() || json.isMissingNode()) return NullNode.getInstance();
        if (type instanceof GraphQLList list) {
            ArrayNode mended = JSON.createArrayNode();
            boolean broken = false;
            for (int i = 0; i < json.size(); i++) {
                JsonNode item = value(json.get(i), list.getWrappedType(), fields, keys, longer(path, i));
                if (item == null) broken = true;
                else mended.add(item);
            }
            return broken ? NullNode.getInstance() : mended;
        }
        if (!json.isObject()) return json;
        GraphQLObjectType object = type instanceof GraphQLObjectType concrete
                ? concrete
                : schema.getObjectType(json.get(Plan.TYPE).stringValue());
        List<ExecutableNormalizedField> children =
                fields.stream().flatMap(field -> field.getChildren().stream()).toList();
        return object(json, object, children, keys, path);
    }

    private GraphQLType typeOf(GraphQLObjectType type, ExecutableNormalizedField field) {
        return field.getFieldName().equals("__typename")
                ? graphql.Scalars.GraphQLString
                : type.getFieldDefinition(field.getFieldName()).getType();
    }

    private void error(ClientFault fault) {
        if (errors.size() < MOST_ERRORS) errors.add(new FaultError(fault));
    }

    private static String key(String type, List<String> path) {
        return type + path;
    }

    private static <T> List<T> longer(List<? extends T> path, T step) {
        List<T> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
