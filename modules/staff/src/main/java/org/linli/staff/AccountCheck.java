package org.linli.staff;

import org.linli.staff.StaffAccountStore.Invited;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.Accounts.Account;
import org.linli.tenancy.provisioning.Provisioner;
import reactor.core.publisher.Mono;

/** Whether somebody could have the account that an invitation names. What is true when it is sent may be otherwise. */
public final class AccountCheck {
    private final Accounts accounts;
    private final Provisioner provisioner;

    public AccountCheck(Provisioner provisioner) {
        this.accounts = new Accounts(provisioner);
        this.provisioner = provisioner;
    }

    /** @return why that person could not have it, empty where nothing is in the way */
    public Mono<StaffFailure> failure(StaffInvitation invitation) {
        return accounts.find(invitation.username(), invitation.email())
                .flatMap(account -> Mono.justOrEmpty(Invited.refusal(invitation.email(), account))
                        .switchIfEmpty(elsewhere(account)));
    }

    private Mono<StaffFailure> elsewhere(Account account) {
        return provisioner.of(account.id()).filter(all -> !all.isEmpty()).map(all -> StaffFailure.ELSEWHERE);
    }
}
