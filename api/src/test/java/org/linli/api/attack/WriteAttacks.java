package org.linli.api.attack;

import static org.linli.api.fixture.Fixture.HERE;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.linli.api.fixture.Fixture;
import org.linli.schema.contract.Input;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;
import tools.jackson.databind.JsonNode;

/**
 * Mutations with an id of the other district in one place, rightly typed and wrongly, everything else being of this one; and with everything
 * of the other.
 */
final class WriteAttacks {
    /** Rows of there for each place. */
    private static final int ROWS = 2;

    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("Int", "1"),
            Map.entry("PositiveInt", "1"),
            Map.entry("NonNegativeInt", "1"),
            Map.entry("Boolean", "true"),
            Map.entry("Date", "\"2099-01-01\""),
            Map.entry("DateTime", "\"2099-01-01T10:00:00Z\""),
            Map.entry("LocalTime", "\"18:00:00\""),
            Map.entry("BigDecimal", "\"1.5\""),
            Map.entry("Locale", "\"zh-CN\""),
            Map.entry("Url", "\"https://example.org/\""),
            Map.entry("Cursor", "\"x\""));

    private static final Forging EVERYTHING = new Forging(List.of(), "");
    private static final Forging NOTHING = new Forging(List.of("nothing"), "");

    private final GraphQLSchema schema;
    private final Harvest there;
    private final Harvest here;
    private final Ways ways;
    private final Supplier<String> texts;
    private final Set<String> places = new TreeSet<>();

    WriteAttacks(Twins twins, ReadAttacks reads) {
        this(twins, reads, () -> "x");
    }

    WriteAttacks(Twins twins, ReadAttacks reads, Supplier<String> texts) {
        this(twins.both.schema(), reads.there(), reads.here(), texts);
    }

    /**
     * Those on a contract.
     *
     * @param there what is known there
     * @param here what is known to whoever asks
     * @param texts what is written where a text is wanted
     */
    WriteAttacks(GraphQLSchema schema, Harvest there, Harvest here, Supplier<String> texts) {
        this.schema = schema;
        this.there = there;
        this.here = here;
        this.texts = texts;
        this.ways = new Ways(schema);
    }

    Ways ways() {
        return ways;
    }

    /** Arguments, and fields of inputs, that some document fills. */
    Set<String> places() {
        return places;
    }

    /**
     * What stands where.
     *
     * @param place the way to the one forged id; empty where every id is of there
     * @param id the id that stands there
     */
    private record Forging(List<String> place, String id) {
        boolean everywhere() {
            return place.isEmpty();
        }

        Forging inside() {
            return everywhere() ? this : new Forging(place.subList(1, place.size()), id);
        }

        boolean leadsTo(String input) {
            return !everywhere() && place.getFirst().equals(input);
        }
    }

    /** Documents against one field of Mutation. */
    List<String> against(UseCaseField useCase) {
        List<Forging> forgings = new ArrayList<>(List.of(EVERYTHING));
        forgings(useCase.arguments(), List.of(), forgings);
        return forgings.stream().map(forging -> document(useCase, forging)).toList();
    }

    /** With each of these ids in each place of one, but those that may stand there. */
    List<String> with(UseCaseField useCase, Collection<String> ids) {
        List<Forging> forgings = new ArrayList<>();
        wrong(useCase.arguments(), List.of(), ids, forgings);
        return forgings.stream().map(forging -> document(useCase, forging)).toList();
    }

    private static void wrong(
            Map<String, Input> inputs, List<String> way, Collection<String> ids, List<Forging> forgings) {
        inputs.forEach((name, input) -> {
            List<String> place = Stream.concat(way.stream(), Stream.of(name)).toList();
            if (input instanceof Input.Fields below) wrong(below.fields(), place, ids, forgings);
            if (!(input instanceof Input.Id own)) return;
            for (String id : ids)
                if (own.types().stream().noneMatch(type -> id.matches(type.prefix() + "_[0-9a-f-]{36}")))
                    forgings.add(new Forging(place, id));
        });
    }

    /** With nothing of another district in it; who asks there has everything of there. */
    String honest(UseCaseField useCase, boolean ofThere) {
        return document(useCase, ofThere ? EVERYTHING : NOTHING);
    }

    private String document(UseCaseField useCase, Forging forging) {
        GraphQLFieldDefinition field = schema.getMutationType().getFieldDefinition(useCase.name());
        String arguments = values(
                "Mutation." + useCase.name() + "(%s)",
                useCase.arguments(),
                name -> field.getArgument(name).getType(),
                forging);
        return "mutation { %s%s %s }"
                .formatted(useCase.name(), arguments.isEmpty() ? "" : "(" + arguments + ")", ways.outcomes(field));
    }

    private void forgings(Map<String, Input> inputs, List<String> way, List<Forging> forgings) {
        inputs.forEach((name, input) -> {
            List<String> place = Stream.concat(way.stream(), Stream.of(name)).toList();
            if (input instanceof Input.Fields below) forgings(below.fields(), place, forgings);
            if (!(input instanceof Input.Id id)) return;
            for (RowType type : id.types())
                there.of(type.name(), "id").stream()
                        .limit(ROWS)
                        .forEach(row -> forgings.add(new Forging(place, row.asString())));
            there.ids().entrySet().stream()
                    .filter(other ->
                            id.types().stream().noneMatch(type -> type.name().equals(other.getKey())))
                    .findFirst()
                    .ifPresent(other -> forgings.add(new Forging(place, other.getValue())));
        });
    }

    /** What must be given and what is forged; all there is, where everything is. */
    private String values(
            String place, Map<String, Input> inputs, Function<String, GraphQLType> types, Forging forging) {
        return inputs.entrySet().stream()
                .filter(input -> forging.everywhere()
                        || forging.leadsTo(input.getKey())
                        || GraphQLTypeUtil.isNonNull(types.apply(input.getKey())))
                .map(input -> {
                    String name = input.getKey();
                    places.add(place.formatted(name));
                    Forging inside = forging.everywhere() || forging.leadsTo(name) ? forging.inside() : NOTHING;
                    String value = value(input.getValue(), types.apply(name), inside, forging.leadsTo(name));
                    boolean list = GraphQLTypeUtil.unwrapNonNull(types.apply(name)) instanceof GraphQLList;
                    return name + ": " + (list ? "[" + value + "]" : value);
                })
                .collect(Collectors.joining(", "));
    }

    private String value(Input input, GraphQLType type, Forging forging, boolean led) {
        return switch (input) {
            case Input.Id id -> quoted(led ? forging.id() : own(id, forging.everywhere()));
            case Input.Text text -> quoted(texts.get());
            case Input.Choice choice ->
                ((GraphQLEnumType) GraphQLTypeUtil.unwrapAll(type))
                        .getValues()
                        .getFirst()
                        .getName();
            case Input.Value value -> Objects.requireNonNull(SAMPLES.get(value.scalar()), value.scalar());
            case Input.Fields fields -> {
                GraphQLInputObjectType object = (GraphQLInputObjectType) GraphQLTypeUtil.unwrapAll(type);
                yield "{"
                        + values(
                                object.getName() + ".%s",
                                fields.fields(),
                                name -> object.getField(name).getType(),
                                forging)
                        + "}";
            }
        };
    }

    private String own(Input.Id id, boolean foreign) {
        RowType type = id.types().getFirst();
        return (foreign ? there : here)
                .of(type.name(), "id").stream()
                        .findFirst()
                        .map(JsonNode::asString)
                        .orElse(type.prefix() + "_" + Fixture.id(HERE, "nothing", 1));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
