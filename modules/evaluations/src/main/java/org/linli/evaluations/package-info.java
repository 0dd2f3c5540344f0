/**
 * What people think of activities and merchants, and triad evaluations (DOMAIN.md S19).
 *
 * <p>How a ballot is kept from its voter: {@code evaluation_receipt} says that an account voted, {@code evaluation_ballot} what
 * somebody said; they share the evaluation and nothing else, no time, no leg, no order. When voting ends both are written anew in
 * random order by one transaction. The event of a ballot names its leg and nobody. Counts below the minimum are never told, and
 * uncounted ones only in multiples of it.
 */
@NullMarked
package org.linli.evaluations;

import org.jspecify.annotations.NullMarked;
