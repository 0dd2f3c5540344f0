package org.linli.evaluations;

/** Who or what a triad evaluation is about. */
public enum EvaluatedKind {
    SERVING_MEMBER,
    UNIT,
    PROPERTY_COMPANY,
    MERCHANT,
    OTHER_BODY
}
