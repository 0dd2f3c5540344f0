package org.linli.residents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be told differently of a person; what is null stays. */
public record ResidentChange(
        @Nullable String name,
        @Nullable String phone,
        @Nullable List<String> tags) {}
