package org.linli.api.architecture.seen.visits;

import org.linli.api.architecture.seen.api.VisitPage;
import org.linli.api.architecture.seen.tenancy.VisitDistrict;

/** Knows tenancy, as a module may, and a page of the server, which it may not. */
public record Visits(VisitDistrict district, VisitPage page) {}
