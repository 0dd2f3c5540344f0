package org.linli.clients;

enum ClientKind {
    FRONTEND,
    INTEGRATION
}
