package org.linli.staff;

import java.util.Set;
import org.linli.live.Work;
import org.linli.schema.Role;
import reactor.core.publisher.Mono;

/** Whether what somebody of the staff began may still be gone on with in their name. */
public final class StaffRights {
    private final StaffStore store = new StaffStore();

    /**
     * Whether the work's account still has these roles of staff, and the district still grants its client, as a new request would find it. Sessions
     * that were ended say nothing: whoever has the role begins another one.
     */
    public Mono<Boolean> hold(Work work, Set<Role> roles) {
        return store.rights(work, roles).map(StaffStore.Rights::held);
    }
}
