package org.linli.imports;

/** A value, or a whole file, breaks a rule. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ImportFault fault;

    Broken(ImportFault fault) {
        super(fault.rule().name(), null, false, false);
        this.fault = fault;
    }

    /** Of a whole file, or of a value whose place whoever reads it knows. */
    Broken(ImportRule rule) {
        this(new ImportFault(null, null, null, rule));
    }

    ImportFault fault() {
        return fault;
    }
}
