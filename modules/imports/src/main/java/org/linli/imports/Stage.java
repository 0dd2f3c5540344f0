package org.linli.imports;

import java.util.function.Predicate;

/** A part of an import: the rows of a sheet that are taken over together. */
record Stage(ImportKind kind, Predicate<Line> takes) {}
