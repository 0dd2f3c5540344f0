package org.linli.live;

import java.util.List;

/** A record in state {@code from} can only go on to one of {@code allowed}. */
public record TransitionRefused(String from, List<String> allowed) implements Refusal {}
