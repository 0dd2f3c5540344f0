package org.linli.files;

import java.util.UUID;
import org.linli.live.Event;

/** Somebody was given the address of a file that has no lasting one. */
public record FileOpened(UUID id) implements Event {
    @Override
    public String type() {
        return "File";
    }
}
