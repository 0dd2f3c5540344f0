package org.linli.imports;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong where in a file; never with which value, which may be personal.
 *
 * @param row its number in the sheet, as programs show it
 */
record ImportFault(
        @Nullable ImportKind kind,
        @Nullable Integer row,
        @Nullable Column column,
        ImportRule rule) {}
