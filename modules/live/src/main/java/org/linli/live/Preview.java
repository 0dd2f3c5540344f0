package org.linli.live;

/** An outcome that tells what would be, and changes nothing; so it leaves no line in the log. */
public interface Preview {}
