package org.linli.units;

import java.util.UUID;
import org.linli.live.Refusal;

/** How joining a project ends. */
public sealed interface JoinProjectResult permits ProjectSaved, JoinProjectResult.UnitTakesPart {
    record UnitTakesPart(UUID projectId) implements JoinProjectResult, Refusal {}
}
