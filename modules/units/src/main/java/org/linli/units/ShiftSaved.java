package org.linli.units;

import java.util.UUID;

/** The shift as it is now. */
public record ShiftSaved(UUID shiftId) implements AssignTeacherResult {}
