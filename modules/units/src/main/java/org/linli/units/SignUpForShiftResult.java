package org.linli.units;

import java.util.UUID;
import org.linli.live.Refusal;

/** How signing up for a shift ends. */
public sealed interface SignUpForShiftResult
        permits SignUpSaved, SignUpForShiftResult.ShiftFull, SignUpForShiftResult.AlreadySignedUp {
    record ShiftFull(int capacity) implements SignUpForShiftResult, Refusal {}

    record AlreadySignedUp(UUID signUpId) implements SignUpForShiftResult, Refusal {}
}
