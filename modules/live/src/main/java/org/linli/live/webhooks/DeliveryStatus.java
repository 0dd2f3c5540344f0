package org.linli.live.webhooks;

enum DeliveryStatus {
    WAITING,
    DELIVERED,
    DEAD
}
