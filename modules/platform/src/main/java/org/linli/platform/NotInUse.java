package org.linli.platform;

import org.linli.live.Refusal;
import org.linli.tenancy.identity.DistrictState;

/** The district is in a state in which this is not done. */
record NotInUse(DistrictState state) implements Refusal {}
