package org.linli.api;

import graphql.GraphQL;
import graphql.schema.GraphQLSchema;
import java.util.function.Function;
import org.linli.archive.Archives;
import org.linli.live.UseCaseRunner;
import org.linli.schema.Caller;
import org.linli.schema.Role;
import org.linli.schema.UseCases;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Engine;
import org.linli.schema.engine.Limits;
import org.linli.schema.read.Blinding;
import org.linli.schema.read.Catalogue;
import org.linli.schema.read.Compiler;
import org.linli.staff.AccountCheck;
import org.linli.staff.StaffFailure;
import org.linli.staff.StaffInvitation;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.identity.Callers;
import org.linli.tenancy.identity.Presences;
import org.linli.tenancy.provisioning.DirectoryUnreachable;
import org.linli.tenancy.provisioning.Provisioner;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import reactor.core.publisher.Mono;

/** The operators' contract: the same engine over the platform's own rows, with a schema that knows no resident. */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {
    static final String PATH = "/platform/graphql";

    /**
     * What serves operators. One bean, so that the parts of it are not taken for those of districts.
     *
     * @param source answers by all of it, to operators who view cities
     * @param operators answers by what there is for other operators
     * @param viewers answers by what there is for those who only view cities
     * @param guests answers by what is there for those who bring no token
     */
    record Operators(
            GraphQlSource source, GraphQlSource operators, GraphQlSource viewers, GraphQlSource guests, Asker asker) {
        GraphQL of(Caller caller) {
            boolean views = caller.roles().contains(Role.CITY_VIEWER);
            if (caller.roles().contains(Role.PLATFORM_ADMIN)) return (views ? source : operators).graphQl();
            return (views ? viewers : guests).graphQl();
        }
    }

    @Bean
    Operators operators(
            Settings settings,
            Catalogue afterItsChecks,
            Contract districts,
            DistrictDatabase database,
            Applicants applicants,
            Blinding blinding,
            IdentityNumbers numbers,
            Archives archives,
            Callers callers,
            Presences presences,
            Answers answers,
            ObjectProvider<RuntimeWiringConfigurer> controllers,
            ObjectProvider<Provisioner> provisioner) {
        Contract contract = Contract.ofPlatform();
        Catalogue catalogue = EngineConfiguration.catalogue(contract, settings.database());
        Engine engine = new Engine(
                contract, new Compiler(contract.declarations(), catalogue, blinding), database, Limits.USUAL);
        GraphQLSchema schema = EngineConfiguration.schemaOf(contract, engine, controllers);
        UseCases useCases = new UseCaseRunner(
                database,
                applicants,
                contract.declarations(),
                blinding,
                numbers.sealer(),
                FrontClasses.ofPlatform(
                        archives,
                        districts.packages(),
                        database.cells(),
                        settings.defaultCell(),
                        provisioner.stream()
                                .findAny()
                                .map(AccountCheck::new)
                                .<Function<StaffInvitation, Mono<StaffFailure>>>map(check -> check::failure)
                                .orElse(unknown -> Mono.error(new DirectoryUnreachable()))));
        Function<Contract, GraphQlSource> part = visible -> {
            Engine over = engine.over(visible);
            return EngineConfiguration.sourceOf(
                    EngineConfiguration.schemaOf(visible, over, controllers), over, useCases, answers);
        };
        return new Operators(
                EngineConfiguration.sourceOf(schema, engine, useCases, answers),
                part.apply(Contract.ofOperators()),
                part.apply(Contract.ofCityViewers()),
                part.apply(Contract.ofPlatformGuests()),
                CredentialsAsker.ofPlatform(
                        callers, presences, new GuestLimit(settings.guests().ofPlatform())));
    }
}
