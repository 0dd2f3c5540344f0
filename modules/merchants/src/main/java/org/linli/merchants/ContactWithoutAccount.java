package org.linli.merchants;

import org.linli.live.Refusal;

/** A resident without an account cannot answer for a merchant. */
record ContactWithoutAccount() implements Refusal {}
