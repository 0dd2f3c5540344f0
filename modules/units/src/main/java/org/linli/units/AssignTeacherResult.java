package org.linli.units;

import org.linli.live.Refusal;

/** How assigning a teacher ends. */
public sealed interface AssignTeacherResult permits ShiftSaved, AssignTeacherResult.NothingTaught {
    record NothingTaught(ProjectKind kind) implements AssignTeacherResult, Refusal {}
}
