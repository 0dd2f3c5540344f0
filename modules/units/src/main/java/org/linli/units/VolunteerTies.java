package org.linli.units;

import java.util.List;
import java.util.UUID;
import org.linli.live.Work;
import org.linli.residents.Leaver;
import org.linli.residents.Ties;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Who leaves, or is suspended, serves in no shift to come and teaches none; a service registration ends unless the person may return to it. Hours
 * that were served stay, without a name once the person is erased, who then answers for nobody either.
 */
public final class VolunteerTies implements Ties {
    private final VolunteerStore store = new VolunteerStore();
    private final ShiftStore shifts = new ShiftStore();
    private final RegistrationStore registrations = new RegistrationStore();
    private final AllianceStore alliance = new AllianceStore();

    @Override
    public Mono<Void> lock(Work work, Leaver leaver) {
        return store.allOf(work, leaver)
                .flatMap(volunteers -> shifts.lockComing(work, volunteers).then());
    }

    @Override
    public Mono<Void> end(Work work, Leaver leaver) {
        return store.allOf(work, leaver)
                .flatMap(volunteers -> serveNoMore(work, volunteers)
                        .then(leaver.mayReturn() ? Mono.empty() : endService(work, volunteers))
                        .then(leaver.forgotten() ? forget(work, volunteers) : Mono.empty()))
                .then(leaver.forgotten() ? answerNoMore(work, leaver) : Mono.empty());
    }

    private Mono<Void> serveNoMore(Work work, List<UUID> volunteers) {
        return shifts.coming(work, volunteers)
                .concatMap(part -> shifts.move(work, part.id(), SignUpStatus.CANCELLED)
                        .then(work.append(new SignUpMoved(
                                part.id(), part.shiftId(), part.status(), SignUpStatus.CANCELLED, null))))
                .thenMany(shifts.lessons(work, volunteers))
                .concatMap(lesson -> shifts.teach(work, lesson.id(), null)
                        .then(work.append(new ShiftChanged(lesson.id(), lesson.projectId(), null))))
                .then();
    }

    private Mono<Void> endService(Work work, List<UUID> volunteers) {
        return registrations
                .open(work, volunteers)
                .concatMap(open -> registrations
                        .close(work, open.id(), MemberStatus.ENDED, null)
                        .then(work.append(new RegistrationMoved(open.id(), open.status(), MemberStatus.ENDED, null))))
                .then();
    }

    private Mono<Void> forget(Work work, List<UUID> volunteers) {
        return store.forget(work, volunteers, Leaver.NOBODY)
                .then(registrations.forget(work, volunteers))
                .then(work.append(
                        volunteers.stream().map(VolunteerForgotten::new).toList()));
    }

    private Mono<Void> answerNoMore(Work work, Leaver leaver) {
        UUID subject = leaver.subject();
        if (subject == null) return Mono.empty();
        return Flux.concat(
                        alliance.forgetContact(work, subject).map(unit -> new UnitContactGone("Unit", unit)),
                        alliance.forgetManager(work, subject)
                                .map(company -> new UnitContactGone("PropertyCompany", company)))
                .collectList()
                .flatMap(work::append);
    }
}
