package org.linli.units;

import java.util.UUID;

/** The set of rules as it is now. */
public record RuleSetSaved(UUID ruleSetId) {}
