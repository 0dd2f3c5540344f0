package org.linli.api.architecture.seen.schema;

import org.linli.api.architecture.seen.tenancy.VisitDistrict;

/** Knows tenancy, which stands above it. */
public record VisitRow(VisitDistrict district) {}
