package org.linli.units;

import java.util.UUID;
import org.linli.live.Event;

/** Who answered for a unit or a property company was erased: nobody does any more. */
record UnitContactGone(String type, UUID id) implements Event {}
