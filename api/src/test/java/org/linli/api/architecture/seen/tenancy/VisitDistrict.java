package org.linli.api.architecture.seen.tenancy;

/** What the layers around it know. */
public record VisitDistrict(String code) {}
