package org.linli.residents;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A child who is to be registered by the guardian. */
public record ChildRegistration(
        String name,
        @Nullable Gender gender,
        LocalDate birthDate,
        @Nullable String identityNumber) {}
