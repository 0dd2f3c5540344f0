package org.linli.units;

/** What a project is for. */
public enum ProjectKind {
    LEAGUE,
    TEACHING,
    CARE,
    ORDER,
    OTHER
}
