package org.linli.clients;

import java.util.UUID;
import org.linli.live.Refusal;

/** What is refused of clients, beside what every module does. */
sealed interface ClientRefusal extends Refusal {
    /** @param address empty where it is about how many there are */
    record ClientAddressRefused(String address, ClientAddressRule rule) implements ClientRefusal {}

    record TooManyClients(int most) implements ClientRefusal {}

    record ClientOfAnotherDistrict() implements ClientRefusal {}

    record ClientWithoutSecret() implements ClientRefusal {}

    /** By the first answer under the same key. */
    record ClientSecretTold(UUID clientId) implements ClientRefusal {}
}
