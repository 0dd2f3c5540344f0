package org.linli.api;

import java.util.ArrayList;
import java.util.List;
import org.linli.files.ErasedFiles;
import org.linli.files.ForgottenUploads;
import org.linli.files.ImportFiles;
import org.linli.files.SignedAddresses;
import org.linli.files.Storage;
import org.linli.imports.Importing;
import org.linli.imports.LeftImports;
import org.linli.live.ForgottenKeys;
import org.linli.live.Overdue;
import org.linli.live.webhooks.ForgottenDeliveries;
import org.linli.live.webhooks.Sender;
import org.linli.live.webhooks.TestDelivery;
import org.linli.merchants.Redemptions;
import org.linli.platform.DistrictSizes;
import org.linli.platform.OnboardingSteps;
import org.linli.platform.OrganizationFollows;
import org.linli.points.Points;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.jobs.Jobs;
import org.linli.tenancy.jobs.Kind;
import org.linli.tenancy.provisioning.Membership;
import org.linli.tenancy.provisioning.Organizations;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is worked off beside requests. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "linli.jobs", matchIfMissing = true)
class JobsConfiguration {
    @Bean
    @ConditionalOnProperty("linli.keycloak.provisioner-secret")
    Provisioner provisioner(Settings settings) {
        return new Provisioner(settings.keycloak().realm(), settings.keycloak().provisionerSecret());
    }

    /** Without a provisioner, what has to be done in Keycloak waits for a node that has one. */
    @Bean(initMethod = "start")
    Jobs jobs(
            DistrictDatabase database,
            Storage storage,
            SignedAddresses addresses,
            IdentityNumbers numbers,
            Standings standings,
            Sender sender,
            Notices notices,
            ObjectProvider<Provisioner> provisioner) {
        ImportFiles importFiles = new ImportFiles(addresses);
        List<Kind> kinds = new ArrayList<>(List.of(
                new ForgottenKeys(database),
                new ForgottenUploads(database, storage),
                new ErasedFiles(storage),
                new Importing(database, storage, importFiles, numbers),
                new LeftImports(database, importFiles),
                new ForgottenDeliveries(database, sender),
                new TestDelivery(database, sender),
                new DistrictSizes(database),
                new Overdue(database, "expire-redemptions", new Redemptions()::expire),
                new Overdue(database, "expire-points", new Points()::expire)));
        provisioner.ifAvailable(keycloak -> {
            Organizations organizations = new Organizations(keycloak);
            kinds.add(new Membership(database, standings, keycloak));
            kinds.add(new OnboardingSteps(database, organizations));
            kinds.add(new OrganizationFollows(database, organizations));
        });
        return new Jobs(database, kinds, notices);
    }
}
