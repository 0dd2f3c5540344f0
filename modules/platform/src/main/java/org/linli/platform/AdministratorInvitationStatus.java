package org.linli.platform;

/** How far an administrator whom an operator invites is: what the last step that is done has made. */
enum AdministratorInvitationStatus {
    REQUESTED,
    REGISTERED,
    CONNECTED,
    FAILED;

    boolean over() {
        return this == CONNECTED || this == FAILED;
    }
}
