package org.linli.evaluations;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** An exact share of two whole numbers, so that nothing is rounded before the end. */
record Fraction(BigInteger over, BigInteger under) {
    static final Fraction ZERO = of(0, 1);

    static Fraction of(long over, long under) {
        return new Fraction(BigInteger.valueOf(over), BigInteger.valueOf(under));
    }

    Fraction plus(Fraction other) {
        return new Fraction(over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
    }

    Fraction times(long over, long under) {
        return new Fraction(
                this.over.multiply(BigInteger.valueOf(over)), this.under.multiply(BigInteger.valueOf(under)));
    }

    /** To two places, half up. */
    BigDecimal rounded() {
        return new BigDecimal(over).divide(new BigDecimal(under), 2, RoundingMode.HALF_UP);
    }
}
