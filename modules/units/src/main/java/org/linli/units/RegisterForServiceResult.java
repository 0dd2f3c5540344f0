package org.linli.units;

import java.util.UUID;
import org.linli.live.Refusal;

/** How registering for service ends. */
public sealed interface RegisterForServiceResult permits RegistrationSaved, RegisterForServiceResult.AlreadyRegistered {
    record AlreadyRegistered(UUID registrationId) implements RegisterForServiceResult, Refusal {}
}
