package org.linli.units;

/** On which of the two lines one serves. */
public enum ShiftMode {
    ONLINE,
    OFFLINE
}
