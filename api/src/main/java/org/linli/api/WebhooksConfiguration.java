package org.linli.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.linli.live.webhooks.Deliverer;
import org.linli.live.webhooks.Receiver;
import org.linli.live.webhooks.ReceiverAddresses;
import org.linli.live.webhooks.Sender;
import org.linli.live.webhooks.Webhooks;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Absentees;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/** What happened, sent to other systems. */
@Configuration(proxyBeanMethods = false)
class WebhooksConfiguration {
    @Bean
    ReceiverAddresses receiverAddresses(Settings settings) {
        return new ReceiverAddresses(
                settings.webhooks().plain(), settings.webhooks().networks());
    }

    @Bean
    Webhooks webhooks(ObjectProvider<PackageSchemas> schemas, ReceiverAddresses addresses, IdentityNumbers numbers) {
        return new Webhooks(caller -> schemas.getObject().ready(caller), addresses, numbers.sealer());
    }

    @Bean
    Sender sender(ReceiverAddresses addresses, IdentityNumbers numbers, LoopResources loops, Clock clock) {
        Receiver receiver = new Receiver(addresses, HttpClient.newConnection().runOn(loops));
        return new Sender(receiver, numbers.sealer(), clock);
    }

    @Bean(initMethod = "start")
    @ConditionalOnProperty(name = "linli.jobs", matchIfMissing = true)
    InEachCell<Deliverer> deliverers(
            DistrictDatabase database, PackageSchemas schemas, Sender sender, Notices notices, MeterRegistry meters) {
        Absentees absentees = new Absentees(database);
        return InEachCell.of(
                database,
                cell -> new Deliverer(cell, database, schemas::subscriptions, absentees, sender, notices, meters),
                Deliverer::start);
    }
}
