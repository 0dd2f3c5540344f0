package org.linli.api;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.linli.archive.ArchiveMaking;
import org.linli.archive.Archives;
import org.linli.archive.Erasure;
import org.linli.archive.ErasureRounds;
import org.linli.archive.Export;
import org.linli.archive.PlatformKey;
import org.linli.archive.ToldDeletion;
import org.linli.clients.ClientComparison;
import org.linli.clients.FollowedClient;
import org.linli.clients.LeavingClients;
import org.linli.clients.PartingClients;
import org.linli.clients.TellingGrantees;
import org.linli.files.ErasedFiles;
import org.linli.files.ForgottenUploads;
import org.linli.files.ImportFiles;
import org.linli.files.SignedAddresses;
import org.linli.files.Storage;
import org.linli.files.Workshop;
import org.linli.imports.Importing;
import org.linli.imports.LeftImports;
import org.linli.imports.PlannedDuty;
import org.linli.live.ForgottenKeys;
import org.linli.live.Overdue;
import org.linli.live.letters.Letters;
import org.linli.live.webhooks.ForgottenDeliveries;
import org.linli.live.webhooks.Sender;
import org.linli.live.webhooks.TestDelivery;
import org.linli.merchants.Redemptions;
import org.linli.platform.AdministratorSteps;
import org.linli.platform.ApplicationErasure;
import org.linli.platform.ApplicationLetters;
import org.linli.platform.CityFigures;
import org.linli.platform.DirectoryDrifts;
import org.linli.platform.DirectoryWatch;
import org.linli.platform.DistrictSizes;
import org.linli.platform.MembershipComparison;
import org.linli.platform.MoveNotices;
import org.linli.platform.MoveSteps;
import org.linli.platform.OnboardingSteps;
import org.linli.platform.OrganizationComparison;
import org.linli.platform.OrganizationFollows;
import org.linli.platform.OrganizationRestore;
import org.linli.platform.Rejoining;
import org.linli.points.Points;
import org.linli.sample.SampleDistrict;
import org.linli.setup.LiveTold;
import org.linli.staff.FirstAdministrator;
import org.linli.staff.StaffAccounts;
import org.linli.staff.StaffComparison;
import org.linli.staff.StaffLetters;
import org.linli.tenancy.cells.Entries;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.jobs.Lane;
import org.linli.tenancy.jobs.Lanes;
import org.linli.tenancy.provisioning.Accounts;
import org.linli.tenancy.provisioning.AdminEvents;
import org.linli.tenancy.provisioning.ClientRegistrations;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Organizations;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailSender;
import reactor.core.publisher.Mono;

/** What is worked off beside requests. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "linli.jobs", matchIfMissing = true)
class JobsConfiguration {
    @Bean
    @ConditionalOnProperty("linli.keycloak.provisioner-secret")
    Provisioner provisioner(Settings settings) {
        return new Provisioner(settings.keycloak().realm(), settings.keycloak().provisionerSecret());
    }

    @Bean
    @ConditionalOnProperty("linli.keycloak.registrar-secret")
    ClientRegistrations clientRegistrations(Settings settings) {
        return new ClientRegistrations(
                settings.keycloak().realm(), settings.keycloak().registrarSecret());
    }

    @Bean
    @ConditionalOnProperty({"linli.keycloak.provisioner-secret", "linli.keycloak.observer-secret"})
    AdminEvents adminEvents(Settings settings, Provisioner provisioner) {
        return new AdminEvents(settings.keycloak().realm(), settings.keycloak().observerSecret(), provisioner);
    }

    @Bean
    @ConditionalOnProperty({"linli.keycloak.provisioner-secret", "linli.keycloak.registrar-secret", "linli.deletion.key"
    })
    Erasure erasure(
            Settings settings,
            DistrictDatabase database,
            Storage storage,
            Provisioner provisioner,
            ClientRegistrations registrations,
            IdentityNumbers numbers,
            PlatformKey key) {
        return new Erasure(
                settings.database().forApp(),
                database,
                storage,
                provisioner,
                new LeavingClients(database, registrations, numbers.sealer())::leave,
                key,
                settings.deletion().backupDays());
    }

    /** Whatever takes minutes. Districts that are to be erased wait for a node that has a provisioner, a registrar and the key. */
    @Bean(initMethod = "start")
    InEachCell<Lanes> longJobs(
            DistrictDatabase database,
            Settings settings,
            Storage storage,
            Workshop workshop,
            IdentityNumbers numbers,
            Archives archives,
            Notices notices,
            ObjectProvider<Erasure> erasure) {
        DatabaseSettings app = settings.database().forApp();
        List<Kind> kinds = new ArrayList<>(List.of(new ArchiveMaking(
                app, database, storage, workshop, new Export(settings.cellsForApp(), storage, numbers), archives)));
        kinds.add(new MoveSteps(
                database,
                new Entries(database),
                new MoveNotices(database),
                new PartingClients(database, numbers.sealer())::part));
        erasure.ifAvailable(kinds::add);
        return inEachCell(database, kinds, notices);
    }

    /** Without a mail server, letters wait for a node that has one. Without a provisioner, what has to be done in Keycloak waits for a node that has one; and clients, without a registrar. */
    @Bean(initMethod = "start")
    InEachCell<Lanes> jobs(
            DistrictDatabase database,
            Storage storage,
            Workshop workshop,
            SignedAddresses addresses,
            IdentityNumbers numbers,
            Standings standings,
            Sender sender,
            Notices notices,
            Settings settings,
            ObjectProvider<MailSender> mail,
            ObjectProvider<Provisioner> provisioner,
            ObjectProvider<ClientRegistrations> registrations,
            ObjectProvider<AdminEvents> events,
            ObjectProvider<Erasure> erasure) {
        ImportFiles importFiles = new ImportFiles(addresses);
        DistrictSizes sizes = new DistrictSizes(database);
        List<Kind> kinds = new ArrayList<>(List.of(
                new ForgottenKeys(database),
                new ForgottenUploads(database, storage),
                new ErasedFiles(storage),
                new Importing(database, storage, workshop, importFiles, numbers),
                new PlannedDuty(database),
                new LeftImports(database, importFiles),
                new ForgottenDeliveries(database, sender),
                new TestDelivery(database, sender),
                sizes,
                new CityFigures(database),
                new ToldDeletion(database),
                ErasureRounds.missed(database),
                new LiveTold(database, sizes::measure),
                new MoveNotices(database),
                new Entries(database),
                ApplicationErasure.of(database),
                new Overdue(database, "expire-redemptions", new Redemptions()::expire),
                new Overdue(database, "expire-points", new Points()::expire)));
        erasure.ifAvailable(able -> kinds.add(ErasureRounds.offered(database)));
        MailSender post = mail.getIfAvailable();
        Letters letters = post == null
                ? null
                : new Letters(post, settings.mail().from(), settings.mail().console());
        if (letters != null) kinds.add(new ApplicationLetters(database, letters));
        provisioner.ifAvailable(keycloak -> {
            Organizations organizations = new Organizations(keycloak);
            Accounts directory = new Accounts(keycloak);
            DirectoryDrifts drifts = new DirectoryDrifts(database);
            Membership membership = new Membership(database, standings, keycloak, drifts::accountMissing);
            StaffLetters toStaff = letters == null ? null : new StaffLetters(database, directory, letters);
            if (toStaff != null) kinds.add(toStaff);
            StaffAccounts accounts = new StaffAccounts(
                    database,
                    directory,
                    membership,
                    settings.keycloak().webClient(),
                    settings.mail().console(),
                    toStaff);
            FirstAdministrator administrators = new FirstAdministrator(database, accounts);
            List<Kind> comparisons = new ArrayList<>(List.of(
                    new StaffComparison(database, directory),
                    new OrganizationComparison(database, organizations, drifts)));
            kinds.addAll(List.of(
                    membership,
                    accounts,
                    new OnboardingSteps(
                            database,
                            new Entries(database),
                            organizations,
                            administrators,
                            new SampleDistrict(database, numbers)::fill),
                    new AdministratorSteps(database, administrators),
                    new OrganizationFollows(database, organizations, new Entries(database), accounts, drifts)));
            registrations.ifAvailable(clients -> {
                kinds.add(new FollowedClient(database, clients, keycloak, directory, numbers.sealer()));
                kinds.add(new TellingGrantees(database));
                comparisons.add(
                        new ClientComparison(database, clients, directory, numbers.sealer(), operators(drifts)));
            });
            List<Kind> atOnce = comparisons.stream()
                    .map(comparison -> comparison.atOnce(Lane.DIRECTORY))
                    .toList();
            Rejoining rejoining = new Rejoining(
                    database,
                    standings,
                    keycloak,
                    atOnce.stream().map(Kind::name).toList());
            kinds.add(new MembershipComparison(database, organizations, rejoining, drifts));
            kinds.addAll(comparisons);
            kinds.addAll(atOnce);
            kinds.add(new OrganizationRestore(database, organizations, new Entries(database), accounts, rejoining));
            events.ifAvailable(
                    changes -> kinds.add(new DirectoryWatch(database, changes, keycloak, rejoining, drifts)));
        });
        return inEachCell(database, kinds, notices);
    }

    private static ClientComparison.Operators operators(DirectoryDrifts drifts) {
        return new ClientComparison.Operators() {
            @Override
            public Mono<Void> vendorClientChanged(UUID district) {
                return drifts.vendorClientChanged(district);
            }

            @Override
            public Mono<Void> blocked(UUID district, boolean any) {
                return drifts.clientBlocked(district, any);
            }
        };
    }

    private static InEachCell<Lanes> inEachCell(DistrictDatabase database, List<Kind> kinds, Notices notices) {
        return InEachCell.of(database, cell -> new Lanes(cell, database, kinds, notices), Lanes::start);
    }
}
