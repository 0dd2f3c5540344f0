package org.linli.api;

import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategy;
import graphql.execution.ExecutionStrategyParameters;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linli.live.feed.Feed;
import org.linli.live.feed.Outlet;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.District;
import org.linli.schema.ErrorCode;
import org.linli.schema.IdempotencyKey;
import org.linli.schema.engine.Subscribed;
import org.linli.schema.read.Place;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.graphql.execution.GraphQlSource;
import reactor.core.publisher.Mono;

/** The edge with a schema of a few fields, callers by name, and a feed that writes what a test tells it to. */
@EnableAutoConfiguration
@Import({WebConfiguration.class, FixedOrigins.class, OneSchema.class})
class Streamed {
    private static final int MORE_THAN_SOCKETS_HOLD = 3000;
    private static final District DISTRICT =
            new District(new UUID(0, 1), "990101", "示例区", ZoneId.of("Asia/Shanghai"), Set.of());
    private static final Caller GUEST = Caller.guest(DISTRICT);
    private static final Caller ACCOUNT = Caller.applicant(new UUID(0, 2), null);

    /** Subscriptions as the feed got them. */
    final BlockingQueue<Followed> followed = new LinkedBlockingQueue<>();

    final AtomicInteger asked = new AtomicInteger();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    volatile boolean expired;
    final CompletableFuture<String> late = new CompletableFuture<>();

    record Followed(Feed.Subscription subscription, Outlet outlet, AtomicInteger ready, CountDownLatch cancelled) {
        /** Writes on the loop, and waits until it has. */
        <T> T onLoop(Supplier<T> task) {
            return CompletableFuture.supplyAsync(task, outlet.loop())
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }

        void write(String payload) {
            onLoop(() -> {
                outlet.next(payload.getBytes(StandardCharsets.UTF_8));
                outlet.flush();
                return true;
            });
        }

        /** Writes as long as the client seems to keep up; how many updates that were. */
        int fill() {
            byte[] payload = ("{\"data\":{\"count\":\"" + "x".repeat(10_000) + "\"}}").getBytes(StandardCharsets.UTF_8);
            int all = 0;
            for (int more = 1; more > 0; all += more) {
                more = onLoop(() -> {
                    int count = 0;
                    while (outlet.ready() && count < MORE_THAN_SOCKETS_HOLD) {
                        outlet.next(payload);
                        outlet.flush();
                        count++;
                    }
                    return count;
                });
                if (more == MORE_THAN_SOCKETS_HOLD) throw new AssertionError("ready without end");
                // The system moves on what it can.
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return all;
        }

        void end(ErrorCode code, @Nullable String resumeAfter) {
            onLoop(() -> {
                outlet.end(ClientFault.of(code), resumeAfter);
                return true;
            });
        }
    }

    Followed subscription() {
        try {
            Followed next = followed.poll(10, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("nobody subscribed");
            return next;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The channel whose client does not read. */
    Channel filled() {
        return channels.stream()
                .filter(channel -> channel.isOpen() && !channel.isWritable())
                .findAny()
                .orElseThrow();
    }

    @Bean
    NettyServerCustomizer known() {
        return server -> server.doOnConnection(connection -> channels.add(connection.channel()));
    }

    @Bean
    Feed feed() {
        return (subscription, outlet) -> {
            Followed one = new Followed(subscription, outlet, new AtomicInteger(), new CountDownLatch(1));
            followed.add(one);
            return new Feed.Following() {
                @Override
                public void ready() {
                    one.ready().incrementAndGet();
                }

                @Override
                public void cancel() {
                    one.cancelled().countDown();
                }
            };
        };
    }

    @Bean
    Asker asker() {
        return new Asker() {
            @Override
            public Mono<Caller> of(Credentials credentials) {
                asked.incrementAndGet();
                return who(credentials);
            }

            private Mono<Caller> who(Credentials credentials) {
                String authorization = credentials.authorization();
                String district = String.join(",", credentials.districts());
                if (expired) return Mono.error(ClientFault.of(ErrorCode.TOKEN_EXPIRED));
                if ("Bearer good".equals(authorization)) return Mono.just(ACCOUNT);
                if (authorization != null) return Mono.error(ClientFault.of(ErrorCode.TOKEN_INVALID));
                return switch (district) {
                    case "990101" -> Mono.just(GUEST);
                    case "throttled" -> Mono.error(ClientFault.of(ErrorCode.THROTTLED, 7L));
                    case "bug" -> Mono.error(new IllegalStateException("select secret"));
                    default -> Mono.error(ClientFault.of(ErrorCode.DISTRICT_REQUIRED));
                };
            }
        };
    }

    @Bean
    GraphQlSource source() {
        return GraphQlSource.builder(new SchemaGenerator()
                        .makeExecutableSchema(
                                new SchemaParser().parse("""
                                        type Query { hello(name: String!): String late: String long(length: Int!): String down: String who: String }
                                        type Mutation { key: String }
                                        type Subscription { count: Int }
                                        """),
                                RuntimeWiring.newRuntimeWiring()
                                        .type(
                                                "Query",
                                                query -> query.dataFetcher("hello", e -> "你好 " + e.getArgument("name"))
                                                        .dataFetcher("late", e -> late)
                                                        .dataFetcher("long", e -> "x".repeat(length(e)))
                                                        .dataFetcher(
                                                                "who",
                                                                e -> e.getGraphQlContext()
                                                                                        .<Caller>get(Caller.class)
                                                                                        .subject()
                                                                                == null
                                                                        ? "guest"
                                                                        : "account")
                                                        .dataFetcher("down", e -> {
                                                            throw ClientFault.of(ErrorCode.UNAVAILABLE);
                                                        }))
                                        .type(
                                                "Mutation",
                                                mutation -> mutation.dataFetcher("key", e -> {
                                                    IdempotencyKey key = e.getGraphQlContext()
                                                            .get(IdempotencyKey.class);
                                                    return key == null ? null : key.text();
                                                }))
                                        .build()))
                .configureGraphQl(engine -> engine.defaultDataFetcherExceptionHandler(new FetcherFaults())
                        .subscriptionExecutionStrategy(new ExecutionStrategy() {
                            @Override
                            public CompletableFuture<ExecutionResult> execute(
                                    ExecutionContext context, ExecutionStrategyParameters parameters) {
                                return CompletableFuture.completedFuture(ExecutionResultImpl.newExecutionResult()
                                        .data(new Asked())
                                        .build());
                            }
                        }))
                .build();
    }

    private static int length(DataFetchingEnvironment environment) {
        return Objects.requireNonNull(environment.<Integer>getArgument("length"));
    }

    /** A subscription of which this feed reads nothing. */
    private static final class Asked implements Subscribed {
        @Override
        public boolean tells(Caller caller) {
            return true;
        }

        @Override
        public Telling of(Caller caller) {
            throw new AssertionError("read by nobody");
        }

        @Override
        public @org.jspecify.annotations.Nullable Place after(Caller caller) {
            return null;
        }

        @Override
        public String cursor(Caller caller, Place place) {
            return "";
        }
    }
}
