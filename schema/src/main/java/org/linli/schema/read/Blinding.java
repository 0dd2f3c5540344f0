package org.linli.schema.read;

/** Turns a secret that is looked up into its blind index, so that the secret never stands in SQL. */
@FunctionalInterface
public interface Blinding {
    byte[] index(String secret);
}
