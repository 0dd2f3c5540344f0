package org.linli.residents;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who is to be registered, as the clerk writes it down. */
public record ResidentRegistration(
        String name,
        @Nullable Gender gender,
        @Nullable LocalDate birthDate,
        @Nullable String phone,
        @Nullable String identityNumber,
        Dwelling dwelling,
        @Nullable List<String> tags,
        @Nullable UUID guardian) {}
