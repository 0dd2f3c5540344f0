package org.linli.api;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.linli.activities.Activities;
import org.linli.activities.EnrolmentTies;
import org.linli.archive.ArchiveKeys;
import org.linli.archive.Archives;
import org.linli.clients.Clients;
import org.linli.evaluations.EvaluationTies;
import org.linli.evaluations.Evaluations;
import org.linli.files.Files;
import org.linli.files.ImportFiles;
import org.linli.files.SignedAddresses;
import org.linli.imports.DataImports;
import org.linli.live.calendar.CalendarSettings;
import org.linli.live.feed.Streams;
import org.linli.live.imports.Imports;
import org.linli.live.settings.DistrictSettings;
import org.linli.live.webhooks.Webhooks;
import org.linli.merchants.MerchantImports;
import org.linli.merchants.MerchantOccupants;
import org.linli.merchants.MerchantTies;
import org.linli.merchants.Merchants;
import org.linli.merchants.Redemptions;
import org.linli.merchants.Services;
import org.linli.platform.Administrators;
import org.linli.platform.Applications;
import org.linli.platform.DistrictArchives;
import org.linli.platform.DistrictDeletions;
import org.linli.platform.DistrictLife;
import org.linli.platform.DistrictMoves;
import org.linli.platform.DistrictOrganizations;
import org.linli.platform.DistrictQuotas;
import org.linli.platform.Onboarding;
import org.linli.points.Points;
import org.linli.residents.Consents;
import org.linli.residents.ResidentClaims;
import org.linli.residents.ResidentImports;
import org.linli.residents.ResidentOccupants;
import org.linli.residents.Residents;
import org.linli.residents.Suspensions;
import org.linli.residents.Ties;
import org.linli.residents.Verifications;
import org.linli.setup.Setup;
import org.linli.staff.Staff;
import org.linli.staff.StaffFailure;
import org.linli.staff.StaffInvitation;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.linli.territory.Duties;
import org.linli.territory.Grids;
import org.linli.territory.Territory;
import org.linli.units.Alliance;
import org.linli.units.Pairings;
import org.linli.units.ServiceRegistrations;
import org.linli.units.VolunteerService;
import org.linli.units.VolunteerTies;
import org.linli.units.Volunteers;
import reactor.core.publisher.Mono;

/** The modules' front classes, which do what the fields of Mutation promise. */
public final class FrontClasses {
    private FrontClasses() {}

    /**
     * Those that do what the fields of the operators' Mutation promise.
     *
     * @param archives that the server makes
     * @param packages of the districts' contract, and what each of them needs
     * @param cells in which districts may live
     * @param usualCell where a district comes to live whose operator names none
     * @param accountCheck tells why somebody could not have the account that an invitation names
     */
    public static List<?> ofPlatform(
            Archives archives,
            Map<String, Set<String>> packages,
            Set<String> cells,
            String usualCell,
            Function<StaffInvitation, Mono<StaffFailure>> accountCheck) {
        Onboarding onboarding = new Onboarding(new DistrictSettings(packages), cells, usualCell, accountCheck);
        return List.of(
                new DistrictLife(),
                new DistrictArchives(archives),
                new DistrictDeletions(archives),
                new DistrictQuotas(),
                new DistrictMoves(cells),
                new DistrictOrganizations(),
                new Administrators(),
                onboarding,
                new Applications(onboarding));
    }

    /**
     * @param numbers seals and opens identity numbers
     * @param addresses signs where files are sent and fetched
     * @param webhooks what integrators do with webhooks
     * @param packages of the contract, and what each of them needs
     */
    public static List<?> all(
            IdentityNumbers numbers, SignedAddresses addresses, Webhooks webhooks, Map<String, Set<String>> packages) {
        // The first locks all points that come into play, the leaver's among them; so the next lock none out of order.
        List<Ties> ties = List.of(new EnrolmentTies(), new MerchantTies(), new EvaluationTies(), new VolunteerTies());
        return List.of(
                new CalendarSettings(),
                new DistrictSettings(packages),
                new ArchiveKeys(),
                new Streams(),
                new Clients(numbers.sealer()),
                webhooks,
                new Imports(List.of(new ResidentClaims())),
                new Activities(),
                new Evaluations(),
                new Merchants(),
                new MerchantImports(),
                new Services(),
                new Redemptions(),
                new Points(),
                new Territory(List.of(new ResidentOccupants(), new Pairings())),
                new Grids(List.of(new ResidentOccupants(), new MerchantOccupants())),
                new Setup(),
                new Staff(),
                new Duties(),
                new Residents(numbers, ties),
                new ResidentImports(numbers),
                new Verifications(numbers, ties, new Points()::left),
                new Suspensions(numbers, ties),
                new Consents(),
                new Alliance(),
                new ServiceRegistrations(),
                new Volunteers(),
                new VolunteerService(),
                new Files(addresses),
                new DataImports(new ImportFiles(addresses)));
    }
}
