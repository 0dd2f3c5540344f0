package org.linli.residents;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A person who asks to join. Who cannot be seen yet gives no identity number: that would tell who is registered already. */
public record JoinApplication(
        String name, String phone, @Nullable Gender gender, LocalDate birthDate, Dwelling dwelling) {}
