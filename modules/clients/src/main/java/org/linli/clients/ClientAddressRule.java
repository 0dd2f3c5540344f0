package org.linli.clients;

enum ClientAddressRule {
    HOW_MANY,
    WELL_FORMED,
    HTTPS,
    NO_CREDENTIALS,
    NO_FRAGMENT,
    NO_WILDCARD,
    ORIGIN_ALONE,
    FRONTENDS_ONLY
}
