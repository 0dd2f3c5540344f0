package org.linli.territory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.linli.live.NotFound;
import org.linli.live.Refused;
import org.linli.schema.read.Inputs.Reference;
import org.linli.territory.Occupants.Occupant;
import org.linli.territory.TerritoryRefusal.OccupantsUnplaced;

class SplittingTest {
    private static final UUID NORTH = UUID.randomUUID();
    private static final UUID SOUTH = UUID.randomUUID();
    private static final Occupant ONE = new Occupant(UUID.randomUUID(), NORTH);
    private static final Occupant OTHER = new Occupant(UUID.randomUUID(), SOUTH);
    private static final Occupant NOWHERE = new Occupant(UUID.randomUUID(), null);

    @Test
    void aCompoundDecides() {
        GridPart north = part("N", false, NORTH);
        GridPart south = part("S", false, SOUTH);
        assertThat(Splitting.place(List.of(north, south), List.of(ONE, OTHER)))
                .containsEntry(north, List.of(ONE.id()))
                .containsEntry(south, List.of(OTHER.id()));
    }

    @Test
    void aListIsStrongerThanACompound() {
        GridPart north = part("N", false, NORTH);
        GridPart listing = listing("S", ONE, NOWHERE);
        assertThat(Splitting.place(List.of(north, listing), List.of(ONE, NOWHERE)))
                .containsEntry(north, List.of())
                .containsEntry(listing, List.of(ONE.id(), NOWHERE.id()));
    }

    @Test
    void whatTwoPartsCoverAndWhatNoneCoversGoesToTheRest() {
        GridPart one = part("A", false, NORTH);
        GridPart both = part("B", false, NORTH);
        GridPart rest = part("C", true);
        assertThat(Splitting.place(List.of(one, both, rest), List.of(ONE, NOWHERE)))
                .containsEntry(rest, List.of(ONE.id(), NOWHERE.id()));
    }

    @Test
    void whoIsLeftOverIsCounted() {
        assertRefused(
                new OccupantsUnplaced(2), List.of(part("A", false, NORTH), part("B", false)), ONE, OTHER, NOWHERE);
    }

    @Test
    void whoIsNotThereIsNotFound() {
        assertRefused(new NotFound(), List.of(listing("A", OTHER), part("B", true)), ONE);
    }

    private static void assertRefused(Object refusal, List<GridPart> parts, Occupant... occupants) {
        assertThatThrownBy(() -> Splitting.place(parts, List.of(occupants)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static GridPart part(String code, boolean rest, UUID... compounds) {
        return new GridPart(code, code, List.of(compounds), null, rest);
    }

    private static GridPart listing(String code, Occupant... occupants) {
        @Nullable List<UUID> none = null;
        List<Reference> listed = List.of(occupants).stream()
                .map(occupant -> new Reference("Resident", occupant.id()))
                .toList();
        return new GridPart(code, code, none, listed, null);
    }
}
