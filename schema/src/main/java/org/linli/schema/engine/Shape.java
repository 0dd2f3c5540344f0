package org.linli.schema.engine;

import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.OperationDefinition;
import graphql.language.VariableDefinition;
import graphql.language.VariableReference;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of an operation's variables decide the text of its statement, and how: a condition by its value, an order by its
 * value, a filter by its structure, anything else by being there or not.
 */
final class Shape {
    private record Variable(String name, @Nullable GraphQLInputType type, boolean condition) {}

    private final List<Variable> variables = new ArrayList<>();
    private final Set<String> structural;

    Shape(GraphQLSchema schema, Set<String> structural, Document document, OperationDefinition operation) {
        this.structural = structural;
        Set<String> conditions = new HashSet<>();
        conditions(document, conditions);
        for (VariableDefinition variable : operation.getVariableDefinitions()) {
            graphql.schema.GraphQLType type = graphql.execution.TypeFromAST.getTypeFromAST(schema, variable.getType());
            variables.add(
                    new Variable(variable.getName(), (GraphQLInputType) type, conditions.contains(variable.getName())));
        }
    }

    /** Equal for requests that one statement serves. */
    String of(Map<String, Object> values) {
        if (variables.isEmpty()) return "";
        StringBuilder shape = new StringBuilder();
        for (Variable variable : variables) {
            Object value = values.get(variable.name());
            if (value == null) shape.append(values.containsKey(variable.name()) ? '0' : '-');
            else if (variable.condition()) shape.append(value);
            else append(shape, variable.type(), value);
            shape.append(';');
        }
        return shape.toString();
    }

    private void append(StringBuilder shape, @Nullable GraphQLInputType wrapped, @Nullable Object value) {
        if (value == null || wrapped == null) {
            shape.append('0');
            return;
        }
        graphql.schema.GraphQLType type = GraphQLTypeUtil.unwrapNonNull(wrapped);
        if (type instanceof GraphQLInputObjectType object && value instanceof Map<?, ?> fields) {
            shape.append('{');
            new TreeMap<>(fields).forEach((name, field) -> {
                shape.append(name).append(':');
                append(shape, object.getField(String.valueOf(name)).getType(), field);
            });
            shape.append('}');
        } else if (type instanceof GraphQLList list && decides(GraphQLTypeUtil.unwrapAll(list))) {
            shape.append('[');
            List<?> items = value instanceof List<?> many ? many : List.of(value);
            for (Object item : items) {
                append(shape, (GraphQLInputType) list.getWrappedType(), item);
                shape.append(',');
            }
            shape.append(']');
        } else if (type instanceof GraphQLEnumType && decides(type)) {
            shape.append(value);
        } else {
            shape.append('1');
        }
    }

    private boolean decides(graphql.schema.GraphQLType type) {
        return type instanceof GraphQLInputObjectType
                || (type instanceof GraphQLEnumType anEnum && structural.contains(anEnum.getName()));
    }

    private static void conditions(Node<?> node, Set<String> names) {
        if (node instanceof Directive directive)
            for (Argument argument : directive.getArguments())
                if (argument.getValue() instanceof VariableReference variable) names.add(variable.getName());
        for (Node<?> child : node.getChildren()) conditions(child, names);
    }
}
