package org.linli.activities;

import org.linli.live.Refusal;

/** Attendance is taken while the activity goes on. */
public record CheckInClosed(ActivityStatus status) implements Refusal {}
