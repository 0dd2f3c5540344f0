package org.linli.live;

/** An outcome that changes nothing. Its code is its name in capitals; its message stands in the module's {@code refusals}. */
public interface Refusal {}
