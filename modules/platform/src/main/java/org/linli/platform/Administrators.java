package org.linli.platform;

import java.util.UUID;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.live.UseCase;
import org.linli.live.Work;
import org.linli.platform.AdministratorEvent.AdministratorInvitationMoved;
import org.linli.platform.NewDistrict.NewAdministrator;
import org.linli.staff.StaffInvitation;
import org.linli.tenancy.identity.DistrictState;
import reactor.core.publisher.Mono;

/** Invites administrators into districts that are in use: what is asked for here, {@link AdministratorSteps} does. */
public final class Administrators {
    private final DistrictStore districts = new DistrictStore();
    private final AdministratorStore store = new AdministratorStore();

    public record AdministratorInvited(UUID invitationId) {}

    @UseCase
    public Mono<AdministratorInvited> inviteAdministrator(Work work, UUID district, NewAdministrator administrator) {
        StaffInvitation invitation = administrator.invitation();
        invitation.check();
        return districts
                .lock(work, district)
                .switchIfEmpty(NotFound.mono())
                .doOnNext(found -> {
                    if (found.state() != DistrictState.ACTIVE) throw new Refused(new NotInUse(found.state()));
                })
                .flatMap(found -> store.request(work, district, invitation))
                .delayUntil(asked -> work.append(new AdministratorInvitationMoved(
                        asked.id(), asked.before(), AdministratorInvitationStatus.REQUESTED)))
                .delayUntil(asked -> work.later(AdministratorSteps.NAME, new AdministratorSteps.Of(asked.id())))
                .map(asked -> new AdministratorInvited(asked.id()));
    }
}
