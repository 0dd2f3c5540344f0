package org.linli.live.webhooks;

enum DeliveryFailure {
    STATUS,
    REDIRECT,
    TIMEOUT,
    CONNECTION,
    TLS,
    ADDRESS_REFUSED,
    NOT_VISIBLE
}
