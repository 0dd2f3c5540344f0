package org.linli.schema.contract;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The scalar Date without its leniency: on its own it takes February 30 for the month's last day. */
final class ExistingDays implements Coercing<Object, Object> {
    static final GraphQLScalarType SCALAR =
            ExtendedScalars.Date.transform(builder -> builder.coercing(new ExistingDays()));

    private static final Coercing<?, ?> LENIENT = ExtendedScalars.Date.getCoercing();

    private ExistingDays() {}

    @Override
    public @Nullable Object serialize(Object value, GraphQLContext context, Locale locale) {
        return LENIENT.serialize(value, context, locale);
    }

    @Override
    public @Nullable Object parseValue(Object input, GraphQLContext context, Locale locale) {
        Object day = LENIENT.parseValue(input, context, locale);
        if (input instanceof String text && !text.equals(String.valueOf(day)))
            throw new CoercingParseValueException(noDay(text));
        return day;
    }

    @Override
    public @Nullable Object parseLiteral(
            Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
        Object day = LENIENT.parseLiteral(input, variables, context, locale);
        if (input instanceof StringValue text && !String.valueOf(day).equals(text.getValue()))
            throw new CoercingParseLiteralException(noDay(text.getValue()));
        return day;
    }

    private static String noDay(@Nullable String text) {
        return "Invalid RFC3339 full date value : '" + text + "'.";
    }
}
