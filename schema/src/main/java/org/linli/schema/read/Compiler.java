package org.linli.schema.read;

import graphql.normalized.ExecutableNormalizedField;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.linli.schema.Role;
import org.linli.schema.contract.Declarations;
import org.linli.schema.contract.Declared.Root;
import org.linli.schema.contract.EventType;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;

/** Turns selections into statements. Holds nothing of a request, so one serves all. */
public final class Compiler {
    private final Declarations declarations;
    private final Catalogue catalogue;
    private final Blinding blinding;
    private final Map<String, ReadModel> models;

    /** With the read models on the class path. */
    public Compiler(Declarations declarations, Catalogue catalogue, Blinding blinding) {
        this(declarations, readModels(declarations), catalogue, blinding);
    }

    Compiler(Declarations declarations, Map<String, ReadModel> models, Catalogue catalogue, Blinding blinding) {
        this.declarations = declarations;
        this.models = models;
        this.catalogue = catalogue;
        this.blinding = blinding;
    }

    /** The same for a contract that has fewer packages. */
    public Compiler over(Declarations fewer) {
        return new Compiler(fewer, models, catalogue, blinding);
    }

    static Map<String, ReadModel> readModels(Declarations declarations) {
        Map<String, ReadModel> models = new TreeMap<>();
        for (RowType type : declarations.types().values()) models.computeIfAbsent(type.readModel(), ReadModel::named);
        return models;
    }

    /** Whether the database answers this field of Query. */
    public boolean answers(ExecutableNormalizedField root) {
        return declarations.roots().containsKey(root.getFieldName());
    }

    /**
     * One statement for these fields of Query.
     *
     * @param roles of the caller; the plan serves every caller with the same roles
     * @param strict whether a missing value in a non-null field stops the statement; otherwise it is let through as null,
     *     and every row tells its type under {@link Plan#TYPE}
     */
    public Plan roots(List<ExecutableNormalizedField> fields, Set<Role> roles, boolean strict) {
        Draft draft = new Draft(declarations, models, catalogue, blinding, roles, strict);
        String columns = fields.stream()
                .map(field -> draft.at(field, () -> root(draft, field)) + Selections.as(field))
                .collect(Collectors.joining(", "));
        return plan(draft, Selections.object(columns));
    }

    /**
     * One statement for the answer of a use case, under its response key: values of the outcome that a request brings, rows
     * that the outcome names.
     */
    public Plan outcome(ExecutableNormalizedField field, Set<Role> roles, boolean strict) {
        Draft draft = new Draft(declarations, models, catalogue, blinding, roles, strict);
        String column = draft.at(field, () -> outcome(draft, field)) + Selections.as(field);
        return plan(draft, Selections.object(column));
    }

    private String outcome(Draft draft, ExecutableNormalizedField field) {
        if (field.getFieldName().equals("__typename")) return Selections.typename("Mutation");
        UseCaseField useCase = Objects.requireNonNull(declarations.useCases().get(field.getFieldName()));
        return draft.selections.outcome(useCase, field);
    }

    private String root(Draft draft, ExecutableNormalizedField field) {
        if (field.getFieldName().equals("__typename")) return Selections.typename("Query");
        Root root = declarations.roots().get(field.getFieldName());
        if (root == null) throw new IllegalStateException(field.getFieldName() + " is no declared read");
        return draft.selections.root(root, field);
    }

    /**
     * One statement for what a field of Subscription is told in a stretch of the log: an array of triples, each a position, an id and
     * the data of one answer.
     */
    public Plan updates(ExecutableNormalizedField field, Set<Role> roles, boolean strict) {
        Draft draft = new Draft(declarations, models, catalogue, blinding, roles, strict);
        return plan(draft, draft.at(field, () -> draft.selections.updates(log(), field)));
    }

    /** The types of updates, by their constants, of which somebody with these roles may be told. */
    public List<String> visible(Set<Role> roles) {
        return declarations.events().values().stream()
                .filter(event -> Draft.may(event.auth(), roles))
                .map(EventType::constant)
                .toList();
    }

    /** Whether a field of Subscription can ever tell whoever asks of anything, by what its filter says of types. */
    public boolean tells(ExecutableNormalizedField field, Request request) {
        Argument where = Draft.argument(field, "where");
        Object filter = where == null ? null : where.value(request);
        return visible(request.caller().roles()).stream().anyMatch(type -> TypeFilter.passes(filter, type));
    }

    /** The type whose rows are the log. */
    private RowType log() {
        return declarations.types().values().stream()
                .filter(RowType::numbered)
                .findFirst()
                .orElseThrow();
    }

    /** Where a cursor of the log stands. */
    public Place place(String cursor, Request request, List<Object> at) {
        return Keyset.of(log()).place(cursor, request, at);
    }

    /** The cursor of a place in the log. */
    public String cursor(Place place, Request request) {
        return Keyset.of(log()).cursor(place, request);
    }

    private static Plan plan(Draft draft, String sql) {
        return new Plan(draft.finish(sql), draft.parameters.slots(), draft.pages, draft.cost, draft.denials);
    }
}
