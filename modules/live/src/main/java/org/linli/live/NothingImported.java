package org.linli.live;

/** All rows of an import had been taken over before. */
public record NothingImported(int known) implements Refusal {}
