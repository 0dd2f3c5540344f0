package org.linli.activities;

import java.util.UUID;

/** The activity as it is now. */
public record ActivitySaved(UUID activityId) {}
