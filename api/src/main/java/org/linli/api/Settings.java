package org.linli.api;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linli.schema.Quota;
import org.linli.schema.Statements;
import org.linli.tenancy.database.DatabaseSettings;
import org.linli.tenancy.sealing.SealingKeys;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator sets, under {@code linli} in application.yml or the environment.
 *
 * @param database of the home cell, which has the registry
 * @param cells further databases in which districts live, by name: small letters, digits and dashes
 * @param defaultCell where a district comes to live whose operator names no cell
 * @param keycloak who signs the tokens
 * @param sealing the keys of identity numbers
 * @param files where pictures and documents lie, either in a folder or in a bucket
 * @param corsOrigins origins whose pages may call the API, as patterns: {@code https://*.example.gov.cn}
 * @param bodyLimit the largest request body that is read: a thousand rows of an import with the longest texts they usually have
 * @param quota what a district may take to which operators have granted nothing else
 * @param streams connections that stay open
 * @param webhooks where webhooks may send
 * @param mail of letters that the platform sends
 * @param deletion of districts that leave
 * @param jobs whether this server works off what outlives requests
 * @param districtsOnPages codes of the districts that GraphiQL offers
 */
@ConfigurationProperties("linli")
record Settings(
        Database database,
        @DefaultValue Map<String, Database> cells,
        @DefaultValue(Statements.HOME) String defaultCell,
        Keycloak keycloak,
        Sealing sealing,
        @DefaultValue Files files,
        @DefaultValue List<String> corsOrigins,
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue Guests guests,
        @DefaultValue DistrictQuota quota,
        @DefaultValue Streams streams,
        @DefaultValue Webhooks webhooks,
        @DefaultValue Mail mail,
        @DefaultValue Deletion deletion,
        @DefaultValue("true") boolean jobs,
        @DefaultValue List<String> districtsOnPages) {
    Settings {
        for (String cell : cells.keySet())
            if (cell.equals(Statements.HOME) || !cell.matches("[a-z][a-z0-9-]{0,39}"))
                throw new CannotStart(
                        "linli.cells has a cell of the name \"%s\". A name has small letters, digits and dashes; the cell \"home\" is linli.database."
                                .formatted(cell),
                        null);
        if (!defaultCell.equals(Statements.HOME) && !cells.containsKey(defaultCell))
            throw new CannotStart(
                    "linli.default-cell names \"%s\", which is not among linli.cells.".formatted(defaultCell), null);
    }

    /** All cells, the home first. */
    Map<String, Database> databases() {
        Map<String, Database> databases = new LinkedHashMap<>();
        databases.put(Statements.HOME, database);
        databases.putAll(cells);
        return databases;
    }

    /** All cells, as the server reaches them. */
    Map<String, DatabaseSettings> cellsForApp() {
        Map<String, DatabaseSettings> all = new LinkedHashMap<>();
        databases().forEach((name, cell) -> all.put(name, cell.forApp()));
        return all;
    }

    /** The other cells, as the server reaches them. */
    Map<String, DatabaseSettings> othersForApp() {
        Map<String, DatabaseSettings> others = new LinkedHashMap<>();
        cells.forEach((name, cell) -> others.put(name, cell.forApp()));
        return others;
    }

    /**
     * @param user the role of the server, which owns nothing and bypasses no policy
     * @param migrator the role that owns the tables, for the commands {@code migrate} and {@code import-district} only
     */
    record Database(
            @DefaultValue("localhost") String host,
            @DefaultValue("5432") int port,
            @DefaultValue("linli") String name,
            @DefaultValue("linli_app") String user,
            @DefaultValue("") String password,
            @DefaultValue Migrator migrator) {
        String jdbcUrl() {
            return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
        }

        DatabaseSettings forApp() {
            return DatabaseSettings.of(host, port, name, user, password);
        }

        DatabaseSettings forMigrator() {
            return DatabaseSettings.of(host, port, name, migrator.user(), migrator.password());
        }

        record Migrator(
                @DefaultValue("linli_migrator") String user,
                @DefaultValue("") String password) {
            @Override
            public String toString() {
                return "Migrator[" + user + "]";
            }
        }

        /** Without passwords, since settings are printed where nobody looks for secrets: logs, failure reports, debuggers. */
        @Override
        public String toString() {
            return "Database[%s@%s:%d/%s, %s]".formatted(user, host, port, name, migrator);
        }
    }

    /**
     * @param issuer address of the realm as tokens carry it and browsers reach it
     * @param keysAt where this server fetches the issuer's keys, if not below that address
     * @param audience what tokens must be for
     * @param webClient the public client with which the pages log in
     * @param adminAt the realm's address for the provisioner, if not the issuer's
     * @param provisionerSecret of the client linli-provisioner; without it this server makes nobody a member
     * @param registrarSecret of the client linli-registrar; without it, or the one above, clients of districts wait to be registered
     * @param observerSecret of the client linli-observer; without it, what is changed by hand in Keycloak is found when it is compared with, not at once
     */
    record Keycloak(
            URI issuer,
            @Nullable URI keysAt,
            @DefaultValue("linli-api") String audience,
            @DefaultValue("linli-web") String webClient,
            @Nullable URI adminAt,
            @DefaultValue("") String provisionerSecret,
            @DefaultValue("") String registrarSecret,
            @DefaultValue("") String observerSecret) {
        URI realm() {
            return adminAt == null ? issuer : adminAt;
        }

        URI keys() {
            return keysAt == null ? URI.create(issuer + "/protocol/openid-connect/certs") : keysAt;
        }

        @Override
        public String toString() {
            return "Keycloak[%s]".formatted(issuer);
        }
    }

    /**
     * @param current name of the key that seals
     * @param keys all keys that open, by name, each 32 random bytes in base64
     * @param index key of the blind index, 32 random bytes in base64; it stays for ever
     */
    record Sealing(String current, Map<String, String> keys, String index) {
        SealingKeys decode() {
            return SealingKeys.decode(current, keys, index);
        }

        @Override
        public String toString() {
            return "Sealing[current=%s, keys=%s]".formatted(current, keys.keySet());
        }
    }

    /**
     * @param folder on disk, shared by all servers
     * @param s3 a bucket in its stead
     * @param key signs addresses that are good for a while, 32 random bytes in base64, the same on all servers
     * @param patience after which whoever has not sent or taken a file is let go
     * @param slowest of an archive may be taken in a second beyond that
     */
    record Files(
            @DefaultValue("") String folder,
            @Nullable S3 s3,
            @DefaultValue("") String key,
            @DefaultValue("") String work,
            @DefaultValue("15m") Duration patience,
            @DefaultValue("256KB") DataSize slowest) {
        Files {
            if (slowest.toBytes() < 1) throw new IllegalArgumentException("LINLI_FILES_SLOWEST is a byte at least");
        }

        /**
         * @param endpoint of a server that speaks the protocol of Amazon S3
         * @param bucket there already, and private
         */
        record S3(
                URI endpoint,
                @DefaultValue("us-east-1") String region,
                String bucket,
                String accessKey,
                String secretKey) {
            @Override
            public String toString() {
                return "S3[%s %s]".formatted(endpoint, bucket);
            }
        }

        @Override
        public String toString() {
            return "Files[folder=%s, s3=%s]".formatted(folder, s3);
        }
    }

    /**
     * @param perMinute how many requests without a token one address may send in a minute
     * @param burst how many of these at once
     * @param platformPerMinute how many of these, also at once, to the platform, where guests apply for districts
     * @param filesPerMinute how many files one address may send and fetch in a minute, also at once: their addresses are asked for no token
     * @param filesAtOnce how many of these at the same time
     * @param bodyLimit the largest request body that is read of them
     * @param trustedProxies networks (CIDR) of our own proxies; only their X-Forwarded-For is believed
     */
    record Guests(
            @DefaultValue("300") int perMinute,
            @DefaultValue("100") int burst,
            @DefaultValue("30") int platformPerMinute,
            @DefaultValue("1200") int filesPerMinute,
            @DefaultValue("100") int filesAtOnce,
            @DefaultValue("64KB") DataSize bodyLimit,
            @DefaultValue List<String> trustedProxies) {
        Guests ofPlatform() {
            return of(platformPerMinute);
        }

        Guests ofFiles() {
            return of(filesPerMinute);
        }

        private Guests of(int perMinute) {
            return new Guests(perMinute, perMinute, perMinute, filesPerMinute, filesAtOnce, bodyLimit, trustedProxies);
        }
    }

    /**
     * Of letters, beside where they are handed in: that is {@code spring.mail}. Keycloak sends its own.
     *
     * @param from the address that they come from
     * @param console the address of the console, as people reach it
     */
    record Mail(
            @DefaultValue("linli@localhost") String from,
            @DefaultValue("http://localhost:8080/console") URI console) {}

    /**
     * Of this server, whatever others do, but for the storage.
     *
     * @param requestsPerSecond on average
     * @param requestsAtOnce that are being answered
     * @param costPerSecond units of {@code extensions.cost}, on average
     * @param storage that its files may have together
     * @param streams that may be open at the same time
     * @param clientRequestsPerMinute that each of its clients may carry to which it grants no other number
     */
    record DistrictQuota(
            @DefaultValue("5000") int requestsPerSecond,
            @DefaultValue("1000") int requestsAtOnce,
            @DefaultValue("5000000") long costPerSecond,
            @DefaultValue("50GB") DataSize storage,
            @DefaultValue("1000") int streams,
            @DefaultValue("60000") int clientRequestsPerMinute) {
        Quota usual() {
            return new Quota(
                    requestsPerSecond,
                    requestsAtOnce,
                    costPerSecond,
                    storage.toBytes(),
                    streams,
                    clientRequestsPerMinute,
                    Map.of());
        }
    }

    /**
     * @param greeting how long a new socket may wait before it says who it is
     * @param heartbeat how often something is sent where nothing happens, so that proxies keep the connection
     * @param silence after how long without a sign of life a client counts as gone
     * @param mostOperations on one socket at once
     */
    record Streams(
            @DefaultValue("10s") Duration greeting,
            @DefaultValue("15s") Duration heartbeat,
            @DefaultValue("60s") Duration silence,
            @DefaultValue("100") int mostOperations) {}

    /**
     * @param plain whether to addresses with http, too, which signs what is sent and hides nothing
     * @param networks (CIDR) that are allowed beside all that is public: private ones, where receivers are in one's own network
     */
    record Webhooks(
            @DefaultValue("false") boolean plain,
            @DefaultValue List<String> networks) {}

    /**
     * @param key signs what proves that a district is gone, 32 random bytes in base64, the same on all servers; without it this server erases none
     * @param backupDays for how many days backups of the database, the storage and Keycloak are kept, 30 at least, as its events are
     */
    record Deletion(
            @DefaultValue("") String key,
            @DefaultValue("35") int backupDays) {
        @Override
        public String toString() {
            return "Deletion[backupDays=%d]".formatted(backupDays);
        }
    }
}
