package org.linli.api;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.linli.live.feed.LiveFeed;
import org.linli.live.feed.Register;
import org.linli.live.feed.Sequencer;
import org.linli.schema.contract.Contract;
import org.linli.schema.contract.EventType;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.database.Notices;
import org.linli.tenancy.identity.Presences;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.LoopResources;

/** What happened, numbered and told. */
@Configuration(proxyBeanMethods = false)
class FeedConfiguration {
    @Bean
    Notices notices(DistrictDatabase database) {
        return new Notices(database);
    }

    @Bean
    InEachCell<Sequencer> sequencers(DistrictDatabase database, Notices notices) {
        return InEachCell.of(database, cell -> new Sequencer(cell, database.settings(cell), notices), Sequencer::start);
    }

    @Bean
    LiveFeed feed(
            Contract contract,
            DistrictDatabase database,
            Presences presences,
            Notices notices,
            LoopResources loops,
            Clock clock,
            MeterRegistry meters) {
        return new LiveFeed(
                database,
                presences,
                contract.declarations().events().values().stream()
                        .filter(EventType::rights)
                        .map(EventType::constant)
                        .toList(),
                notices,
                loops.onServer(LoopResources.DEFAULT_NATIVE),
                clock,
                meters);
    }

    @Bean
    Register streams(DistrictDatabase database, LiveFeed feed, Notices notices) {
        return new Register(database, feed, notices);
    }

    /** Begins once all is there, and says good-bye before connections are closed. */
    @Bean
    SmartLifecycle telling(Notices notices, InEachCell<Sequencer> sequencers, LiveFeed feed, Register streams) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                notices.start();
                sequencers.start();
                streams.start();
                running = true;
            }

            @Override
            public void stop() {
                feed.leave();
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
