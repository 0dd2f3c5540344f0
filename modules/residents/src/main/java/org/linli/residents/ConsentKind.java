package org.linli.residents;

/** What a person can consent to. */
public enum ConsentKind {
    GUARDIANSHIP,
    TAGS,
    PICTURES
}
