package org.linli.live.imports;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How later rows of a file know an earlier one.
 *
 * @param id of the record; while a file is only checked, of none that there is
 * @param within the community, of what lies in one
 * @param fit whether it may be what later rows want of it, as a person a guardian
 * @param secret what no other row may have besides the code, as nobody can read it
 */
public record Mark(
        String code,
        UUID id,
        @Nullable UUID within,
        boolean fit,
        @Nullable String secret) {}
