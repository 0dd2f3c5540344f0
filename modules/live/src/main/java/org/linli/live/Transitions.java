package org.linli.live;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The life of a record: which states may follow which. A state that is not named is an end. */
public final class Transitions<S extends Enum<S>> {
    private final Map<S, Set<S>> next;

    private Transitions(Map<S, Set<S>> next) {
        this.next = next;
    }

    /** A life without any step, to be filled by {@link #step}. */
    public static <S extends Enum<S>> Transitions<S> of(Class<S> states) {
        return new Transitions<>(new EnumMap<>(states));
    }

    /** The same life, in which one of {@code to} may follow {@code from}. */
    @SafeVarargs
    public final Transitions<S> step(S from, S first, S... to) {
        Map<S, Set<S>> more = new EnumMap<>(next);
        Set<S> following = EnumSet.of(first);
        for (S state : to) following.add(state);
        more.put(from, following);
        return new Transitions<>(more);
    }

    /** What may follow. */
    public Set<S> after(S state) {
        return next.getOrDefault(state, Set.of());
    }

    public boolean allows(S from, S to) {
        return after(from).contains(to);
    }

    /** @throws Refused with what would be allowed */
    public void check(S from, S to) {
        if (!allows(from, to))
            throw new Refused(new TransitionRefused(
                    from.name(), after(from).stream().map(Enum::name).toList()));
    }
}
