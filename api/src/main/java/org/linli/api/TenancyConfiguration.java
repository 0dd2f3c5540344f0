package org.linli.api;

import java.time.Clock;
import java.util.List;
import org.linli.clients.ClientOrigins;
import org.linli.schema.Statements;
import org.linli.schema.read.Blinding;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.identity.Callers;
import org.linli.tenancy.identity.Districts;
import org.linli.tenancy.identity.Presences;
import org.linli.tenancy.identity.Revocations;
import org.linli.tenancy.identity.Standings;
import org.linli.tenancy.identity.Tokens;
import org.linli.tenancy.sealing.AesGcm;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/** Whose data, and who asks. */
@Configuration(proxyBeanMethods = false)
class TenancyConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A loop a processor: with more of them (Reactor Netty makes at least four) threads take turns at answering one request. */
    @Bean(destroyMethod = "dispose")
    LoopResources loops() {
        return LoopResources.create("linli", Runtime.getRuntime().availableProcessors(), true);
    }

    /** The web server's share in the same loops. */
    @Bean
    ReactorResourceFactory webServerResources(LoopResources loops) {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        resources.setLoopResources(loops);
        return resources;
    }

    @Bean
    DistrictDatabase database(Settings settings, LoopResources loops) {
        return new DistrictDatabase(settings.database().forApp(), settings.othersForApp(), loops);
    }

    @Bean
    Tokens tokens(Settings settings, Clock clock) {
        Settings.Keycloak keycloak = settings.keycloak();
        return new Tokens(keycloak.issuer(), keycloak.keys(), keycloak.audience(), clock);
    }

    @Bean
    IdentityNumbers identityNumbers(Settings settings) {
        return new IdentityNumbers(new AesGcm(), settings.sealing().decode());
    }

    @Bean
    Blinding blinding(IdentityNumbers numbers) {
        return numbers::index;
    }

    @Bean
    Districts districts(DistrictDatabase database, Settings settings) {
        return new Districts(database, settings.quota().usual());
    }

    @Bean
    Standings standings(DistrictDatabase database) {
        return Standings.onClassPath(database);
    }

    @Bean
    Applicants applicants(Districts districts, Standings standings, Clock clock) {
        return new Applicants(districts, standings, clock);
    }

    @Bean
    Callers callers(DistrictDatabase database, Tokens tokens, Districts districts, Standings standings, Clock clock) {
        return new Callers(tokens, new Revocations(database), districts, standings, clock);
    }

    @Bean
    Presences presences(DistrictDatabase database, Callers callers, Tokens tokens, Standings standings) {
        return new Presences(database, callers, tokens, standings);
    }

    @Bean
    GuestLimit guestLimit(Settings settings) {
        return new GuestLimit(settings.guests());
    }

    @Bean
    Asker asker(Callers callers, Presences presences, GuestLimit limit) {
        return CredentialsAsker.ofDistricts(callers, presences, limit);
    }

    @Bean
    Origins origins(Settings settings, DistrictDatabase database) {
        return Origins.of(settings.corsOrigins(), new ClientOrigins(database));
    }

    @Bean
    ReactiveHealthIndicator databaseHealth(DistrictDatabase database) {
        return () -> database.read(Statements.NO_DISTRICT, "select to_json(1)", List.of(), false)
                .map(one -> Health.up().build())
                .onErrorResume(failure -> Mono.just(Health.down().build()));
    }

    @Bean
    HealthIndicator keysHealth(Tokens tokens) {
        return () -> (tokens.keysAreThere() ? Health.up() : Health.down()).build();
    }
}
