package org.linli.api;

import graphql.ExecutionResult;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.BiFunction;
import org.flywaydb.core.api.FlywayException;
import org.linli.files.SignedAddresses;
import org.linli.live.UseCaseRunner;
import org.linli.live.webhooks.Webhooks;
import org.linli.schema.Statements;
import org.linli.schema.UseCases;
import org.linli.schema.contract.Contract;
import org.linli.schema.engine.Documents;
import org.linli.schema.engine.Engine;
import org.linli.schema.engine.Limits;
import org.linli.schema.read.Blinding;
import org.linli.schema.read.Catalogue;
import org.linli.schema.read.Compiler;
import org.linli.tenancy.Migrations;
import org.linli.tenancy.database.DistrictDatabase;
import org.linli.tenancy.identity.Applicants;
import org.linli.tenancy.sealing.IdentityNumbers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** The contract over the database of this build's schema; on another one the server does not start. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
    @Bean
    Contract contract() {
        return Contract.load();
    }

    /** Blocks, at start only. */
    @Bean
    Catalogue catalogue(Contract contract, Settings settings) {
        settings.databases().values().forEach(EngineConfiguration::check);
        return catalogue(contract, settings.database());
    }

    /** Refuses a cell in which this build cannot work. */
    private static void check(Settings.Database database) {
        try (Connection app = connect(database)) {
            Migrations.check(database.jdbcUrl(), database.user(), database.password());
            Migrations.checkSettings(app);
        } catch (IllegalStateException mismatch) {
            throw new CannotStart("%s: %s".formatted(database, mismatch.getMessage()), mismatch);
        } catch (SQLException | FlywayException down) {
            throw CannotStart.withDatabase(database.jdbcUrl(), database.user(), down);
        }
    }

    private static Connection connect(Settings.Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** What this contract finds in the database. */
    static Catalogue catalogue(Contract contract, Settings.Database database) {
        try (Connection app = connect(database)) {
            return Catalogue.of(contract.declarations(), app);
        } catch (IllegalStateException mismatch) {
            throw new CannotStart(mismatch.getMessage(), mismatch);
        } catch (SQLException | FlywayException down) {
            throw CannotStart.withDatabase(database.jdbcUrl(), database.user(), down);
        }
    }

    @Bean
    Engine engine(Contract contract, Catalogue catalogue, Blinding blinding, Statements statements) {
        Compiler compiler = new Compiler(contract.declarations(), catalogue, blinding);
        return new Engine(contract, compiler, statements, Limits.USUAL);
    }

    @Bean
    UseCases useCases(
            Contract contract,
            DistrictDatabase database,
            Applicants applicants,
            Blinding blinding,
            IdentityNumbers numbers,
            SignedAddresses addresses,
            Webhooks webhooks) {
        return new UseCaseRunner(
                database,
                applicants,
                contract.declarations(),
                blinding,
                numbers.sealer(),
                FrontClasses.all(numbers, addresses, webhooks, contract.packages()));
    }

    @Bean
    GraphQLSchema schema(Contract contract) {
        return contract.schema();
    }

    @Bean
    PackageSchemas schemas(
            Contract contract,
            Engine engine,
            UseCases useCases,
            Answers answers,
            ObjectProvider<RuntimeWiringConfigurer> controllers) {
        return new PackageSchemas(contract.packages().keySet(), packages -> {
            Contract left = contract.of(packages);
            Engine over = engine.over(left);
            GraphQLSchema schema = schemaOf(left, over, controllers);
            return new PackageSchemas.Visible(
                    sourceOf(schema, over, useCases, answers).graphQl(), over.stored(schema, written(answers)));
        });
    }

    static GraphQLSchema schemaOf(
            Contract contract, Engine engine, ObjectProvider<RuntimeWiringConfigurer> controllers) {
        RuntimeWiring.Builder wiring = engine.wire(contract.wire(RuntimeWiring.newRuntimeWiring()));
        controllers.orderedStream().forEach(controller -> controller.configure(wiring));
        return new SchemaGenerator().makeExecutableSchema(contract.served(), wiring.build());
    }

    static GraphQlSource sourceOf(GraphQLSchema schema, Engine engine, UseCases useCases, Answers answers) {
        FetcherFaults faults = new FetcherFaults();
        return GraphQlSource.builder(schema)
                .configureGraphQl(graphQl -> graphQl.defaultDataFetcherExceptionHandler(faults)
                        .queryExecutionStrategy(engine.queries(schema, faults))
                        .mutationExecutionStrategy(engine.mutations(schema, useCases, Faults::fault))
                        .subscriptionExecutionStrategy(engine.subscriptions(schema, written(answers)))
                        .preparsedDocumentProvider(new Documents(Limits.USUAL)))
                .build();
    }

    private static BiFunction<ExecutionResult, String, byte[]> written(Answers answers) {
        return (result, language) -> answers.json(result, Language.of(language));
    }
}
