package org.linli.residents;

/** A gender as the identity card has it. */
public enum Gender {
    FEMALE,
    MALE,
    UNKNOWN
}
