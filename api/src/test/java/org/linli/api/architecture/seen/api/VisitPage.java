package org.linli.api.architecture.seen.api;

import org.linli.api.architecture.seen.tenancy.VisitDistrict;

/** Knows what is below, as it may. */
public record VisitPage(VisitDistrict district) {}
