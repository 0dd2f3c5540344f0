package org.linli.units;

import java.util.UUID;

/** The volunteer's part in the shift as it is now. */
public record SignUpSaved(UUID signUpId) implements SignUpForShiftResult {}
