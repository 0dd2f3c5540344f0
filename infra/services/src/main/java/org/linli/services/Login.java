package org.linli.services;

/** A user of a server and the password; prints without the password. */
public record Login(String user, String password) {
    @Override
    public String toString() {
        return user;
    }
}
