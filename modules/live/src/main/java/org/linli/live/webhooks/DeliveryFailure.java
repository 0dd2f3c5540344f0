package org.linli.live.webhooks;

enum DeliveryFailure {
    STATUS,
    REDIRECT,
    TIMEOUT,
    CONNECTION,
    TLS,
    UNRESOLVED,
    ADDRESS_REFUSED,
    NOT_VISIBLE
}
