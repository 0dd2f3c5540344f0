package org.linli.live;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linli.schema.contract.RowType;
import org.linli.schema.contract.UseCaseField;
import org.linli.schema.contract.Words;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JavaType;

/** A method of a front class, held against the field of Mutation that it fulfils. */
final class UseCaseMethod {
    private record Taken(String name, JavaType type) {}

    private final Object front;
    private final Method method;
    private final UseCaseField field;
    private final List<Taken> taken = new ArrayList<>();
    private final Set<String> members;

    /** @throws IllegalStateException that says where method and field disagree */
    UseCaseMethod(Object front, Method method, @Nullable UseCaseField field) {
        if (field == null) throw wrong(method, "fulfils no field of Mutation");
        this.front = front;
        this.method = method;
        this.field = field;
        Parameter[] parameters = method.getParameters();
        if (parameters.length == 0 || parameters[0].getType() != Work.class)
            throw wrong(method, "does not begin with Work");
        for (Parameter parameter : Arrays.asList(parameters).subList(1, parameters.length))
            taken.add(new Taken(parameter.getName(), Json.type(parameter.getParameterizedType())));
        List<String> names = taken.stream().map(Taken::name).toList();
        if (!Set.copyOf(names).equals(field.arguments().keySet()))
            throw wrong(
                    method,
                    "takes " + names + ", the field " + field.arguments().keySet());
        Map<String, RowType> outcomes =
                field.outcomes().stream().collect(Collectors.toMap(RowType::name, type -> type));
        this.members = outcomes.keySet();
        records(answer(method)).forEach(record -> {
            RowType outcome = outcomes.get(record.getSimpleName());
            if (outcome == null) throw wrong(method, "may end as " + record.getSimpleName() + ", the field may not");
            missing(outcome, record).ifPresent(column -> {
                throw wrong(method, "ends as " + record.getSimpleName() + ", which lacks " + column);
            });
        });
    }

    String name() {
        return method.getName();
    }

    /** What it fulfils. */
    UseCaseField field() {
        return field;
    }

    /** Does it. */
    Mono<?> run(Work work, Map<String, Object> arguments) {
        @Nullable Object[] values = new Object[taken.size() + 1];
        values[0] = work;
        for (int i = 0; i < taken.size(); i++)
            values[i + 1] = Json.argument(
                    arguments.get(taken.get(i).name()), taken.get(i).type());
        try {
            return (Mono<?>) method.invoke(front, values);
        } catch (InvocationTargetException e) {
            return Mono.error(e.getTargetException());
        } catch (IllegalAccessException e) {
            return Mono.error(e);
        }
    }

    /** Whether the field may end so. */
    boolean mayEndAs(Object outcome) {
        return members.contains(outcome.getClass().getSimpleName());
    }

    private static Optional<String> missing(RowType outcome, Class<?> record) {
        Set<String> columns = Arrays.stream(record.getRecordComponents())
                .map(component -> Words.snake(component.getName()))
                .collect(Collectors.toSet());
        if (Refusal.class.isAssignableFrom(record)) columns.addAll(Set.of("code", "message"));
        return outcome.columns().filter(column -> !columns.contains(column)).findFirst();
    }

    private static Class<?> answer(Method method) {
        if (method.getGenericReturnType() instanceof ParameterizedType mono
                && mono.getRawType() == Mono.class
                && mono.getActualTypeArguments()[0] instanceof Class<?> answer) return answer;
        throw wrong(method, "gives no Mono of a record or a sealed interface");
    }

    private static Stream<Class<?>> records(Class<?> answer) {
        if (answer.isRecord()) return Stream.of(answer);
        if (!answer.isSealed()) throw new IllegalStateException(answer + " is neither a record nor sealed");
        return Arrays.stream(answer.getPermittedSubclasses()).flatMap(UseCaseMethod::records);
    }

    private static IllegalStateException wrong(Method method, String what) {
        return new IllegalStateException(
                "Use case %s.%s %s.".formatted(method.getDeclaringClass().getSimpleName(), method.getName(), what));
    }
}
