package org.linli.schema.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;

/** Parsed and validated documents. What depends on a document alone is judged once, when it enters. */
public final class Documents implements PreparsedDocumentProvider {
    private static final int LONGEST_ALIAS = 63;
    /** What is long in a request are its variables. */
    private static final int LONGEST = 65_536;

    private static final long CACHED_CHARACTERS = 8_000_000;

    private final Limits limits;
    private final Cache<String, CompletableFuture<PreparsedDocumentEntry>> valid = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(CACHED_CHARACTERS)
            .<String, CompletableFuture<PreparsedDocumentEntry>>weigher((text, entry) -> text.length() + 200)
            .build();

    public Documents(Limits limits) {
        this.limits = limits;
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        CompletableFuture<PreparsedDocumentEntry> known = valid.getIfPresent(input.getQuery());
        if (known != null) return known;
        int length = input.getQuery().length();
        if (length > LONGEST) return refused(ClientFault.of(ErrorCode.DOCUMENT_TOO_LONG, length, LONGEST));
        PreparsedDocumentEntry entry = parseAndValidate.apply(input);
        if (entry.hasErrors()) return CompletableFuture.completedFuture(entry);
        ClientFault fault = judge(entry.getDocument());
        if (fault != null) return refused(fault);
        CompletableFuture<PreparsedDocumentEntry> judged = CompletableFuture.completedFuture(entry);
        valid.put(input.getQuery(), judged);
        return judged;
    }

    private static CompletableFuture<PreparsedDocumentEntry> refused(ClientFault fault) {
        return CompletableFuture.completedFuture(new PreparsedDocumentEntry(new FaultError(fault)));
    }

    private @Nullable ClientFault judge(Document document) {
        Extent extent = new Extent(document);
        try {
            for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
                Size size = extent.of(operation.getSelectionSet());
                if (size.depth() > limits.depth())
                    return ClientFault.of(ErrorCode.TOO_DEEP, size.depth(), limits.depth());
                if (size.aliases() > limits.aliases())
                    return ClientFault.of(ErrorCode.TOO_MANY_ALIASES, size.aliases(), limits.aliases());
                if (size.fields() > limits.fields())
                    return ClientFault.of(ErrorCode.TOO_COMPLEX, size.fields(), limits.fields());
                long roots = extent.width(operation.getSelectionSet());
                if (roots > limits.rootFields())
                    return ClientFault.of(ErrorCode.TOO_MANY_ROOT_FIELDS, roots, limits.rootFields());
            }
        } catch (ClientFault fault) {
            return fault;
        }
        return null;
    }

    private record Size(int depth, long aliases, long fields) {
        Size and(Size other) {
            return new Size(
                    Math.max(depth, other.depth), bounded(aliases + other.aliases), bounded(fields + other.fields));
        }

        private static long bounded(long count) {
            return Math.min(count, Integer.MAX_VALUE);
        }
    }

    /** Measures selections; a fragment is measured once and counted wherever it is spread. */
    private static final class Extent {
        private final Map<String, FragmentDefinition> fragments = new HashMap<>();
        private final Map<String, Size> known = new HashMap<>();

        Extent(Document document) {
            document.getDefinitionsOfType(FragmentDefinition.class).forEach(f -> fragments.put(f.getName(), f));
        }

        Size of(@Nullable SelectionSet selections) {
            Size size = new Size(0, 0, 0);
            if (selections == null) return size;
            for (Selection<?> selection : selections.getSelections()) size = size.and(of(selection));
            return size;
        }

        private Size of(Selection<?> selection) {
            if (selection instanceof Field field) {
                Size below = of(field.getSelectionSet());
                String alias = field.getAlias();
                if (alias != null && alias.getBytes(StandardCharsets.UTF_8).length > LONGEST_ALIAS)
                    throw ClientFault.of(ErrorCode.ALIAS_TOO_LONG, LONGEST_ALIAS, alias.substring(0, LONGEST_ALIAS));
                return new Size(below.depth() + 1, below.aliases() + (alias == null ? 0 : 1), below.fields() + 1);
            }
            if (selection instanceof InlineFragment inline) return of(inline.getSelectionSet());
            String name = ((FragmentSpread) selection).getName();
            Size size = known.get(name);
            if (size == null) {
                FragmentDefinition fragment = fragments.get(name);
                size = of(fragment == null ? null : fragment.getSelectionSet());
                known.put(name, size);
            }
            return size;
        }

        /** Fields on the first level. */
        long width(@Nullable SelectionSet selections) {
            if (selections == null) return 0;
            long width = 0;
            for (Selection<?> selection : selections.getSelections())
                width += selection instanceof Field
                        ? 1
                        : selection instanceof InlineFragment inline
                                ? width(inline.getSelectionSet())
                                : width(spread(((FragmentSpread) selection).getName()));
            return Math.min(width, Integer.MAX_VALUE);
        }

        private @Nullable SelectionSet spread(String name) {
            FragmentDefinition fragment = fragments.get(name);
            return fragment == null ? null : fragment.getSelectionSet();
        }
    }
}
