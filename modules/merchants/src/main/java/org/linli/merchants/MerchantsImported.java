package org.linli.merchants;

/** The rows are merchants. */
public record MerchantsImported(int imported, int known) {}
