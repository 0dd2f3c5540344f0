package org.linli.clients;

enum ClientProblem {
    UNREACHABLE,
    REFUSED
}
