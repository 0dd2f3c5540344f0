package org.linli.schema.contract;

import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumTypeExtensionDefinition;
import graphql.language.EnumValue;
import graphql.language.EnumValueDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of SDL, and which of them a district has. A file that adds its name to the enum {@code Package} is a package, and all
 * that it says belongs to it; the other files are everybody's.
 */
final class Packages {
    static final String ENUM = "Package";

    private final List<TypeDefinitionRegistry> files;
    private final Map<String, Set<String>> needs = new LinkedHashMap<>();

    Packages(String... sdl) {
        files = Arrays.stream(sdl).map(new SchemaParser()::parse).toList();
        for (TypeDefinitionRegistry file : files)
            named(file).forEach(value -> needs.put(value.getName(), new TreeSet<>(needs(value))));
    }

    /** What each package needs, by its name. */
    Map<String, Set<String>> needs() {
        return needs;
    }

    /** What the files say that everybody has, and those of these packages; beside all names of packages. */
    TypeDefinitionRegistry of(Collection<String> packages) {
        TypeDefinitionRegistry written = new TypeDefinitionRegistry();
        files.stream().filter(file -> has(packages, file)).forEach(written::merge);
        written.enumTypeExtensions().forEach((name, extensions) -> extend(written, name, extensions));
        List<EnumTypeExtensionDefinition> all = files.stream()
                .filter(file -> !has(packages, file))
                .flatMap(file -> extensions(file, ENUM))
                .toList();
        extend(written, ENUM, all);
        return written;
    }

    private static boolean has(Collection<String> packages, TypeDefinitionRegistry file) {
        return named(file).allMatch(value -> packages.contains(value.getName()));
    }

    private static Stream<EnumValueDefinition> named(TypeDefinitionRegistry file) {
        return extensions(file, ENUM).flatMap(added -> added.getEnumValueDefinitions().stream());
    }

    private static Stream<EnumTypeExtensionDefinition> extensions(TypeDefinitionRegistry file, String name) {
        return file.enumTypeExtensions().getOrDefault(name, List.of()).stream();
    }

    private static Set<String> needs(EnumValueDefinition value) {
        Directive needs = Declarations.directive(value, "needs");
        if (needs == null) return Set.of();
        Set<String> names = new TreeSet<>();
        ((ArrayValue) needs.getArgument("packages").getValue())
                .getValues()
                .forEach(name -> names.add(((EnumValue) name).getName()));
        return names;
    }

    /** Where another package has the enum, and it is not there, nothing is extended. */
    private static void extend(
            TypeDefinitionRegistry written, String name, List<? extends EnumTypeDefinition> extensions) {
        EnumTypeDefinition extended = written.getTypeOrNull(name, EnumTypeDefinition.class);
        if (extended == null || extensions.isEmpty()) return;
        List<EnumValueDefinition> values = Stream.concat(Stream.of(extended), extensions.stream())
                .flatMap(each -> each.getEnumValueDefinitions().stream())
                .map(value -> value.transform(builder -> builder.directives(value.getDirectives().stream()
                        .filter(directive -> !directive.getName().equals("needs"))
                        .toList())))
                .toList();
        written.remove(extended);
        written.add(extended.transform(builder -> builder.enumValueDefinitions(values)));
    }
}
