package org.linli.live;

/** Ends a use case with a refusal, from wherever it is found out. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public <R extends Record & Refusal> Refused(R refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    /** What is answered. */
    public Refusal refusal() {
        return refusal;
    }
}
