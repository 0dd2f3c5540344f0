package org.linli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linli.live.feed.Feed.Following;
import org.linli.live.feed.Outlet;
import org.linli.schema.Caller;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.linli.schema.engine.Subscribed;
import org.linli.tenancy.identity.Presences.Presence;
import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * One socket that speaks {@code graphql-transport-ws}. Lives on its channel's event loop, and writes to the channel without
 * anything between.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written has a channel that closes, which is heard of
final class Socket implements Connections.Connection {
    private static final ObjectReader MESSAGE = Questions.JSON.readerFor(Message.class);
    private static final byte[] ACKNOWLEDGED = utf8("{\"type\":\"connection_ack\"}");
    private static final byte[] PING = utf8("{\"type\":\"ping\"}");
    private static final byte[] PONG = utf8("{\"type\":\"pong\"}");

    private final Channel channel;
    private final Operations service;
    private final Questions questions;
    private final Answers answers;
    private final Connections connections;
    private final Map<String, Operation> operations = new HashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Future<?> heartbeat;
    private Credentials credentials;
    /** What the client asks for, in a header or in its greeting; null where it names no language. */
    private @Nullable String spoken;

    private Language language;
    private int limit;
    private boolean greeted;
    private boolean acknowledged;
    private boolean leaving;
    private boolean closing;
    private long aliveAt = System.nanoTime();

    /** A message of either side. */
    private record Message(
            @Nullable String id,
            @Nullable String type,
            @Nullable JsonNode payload) {}

    /** Opens it for who sent these headers. */
    Socket(
            Channel channel,
            Operations service,
            Questions questions,
            Answers answers,
            Connections connections,
            Credentials credentials,
            @Nullable String spoken) {
        this.channel = channel;
        this.service = service;
        this.questions = questions;
        this.answers = answers;
        this.connections = connections;
        this.credentials = credentials;
        this.spoken = spoken;
        this.language = Language.of(spoken);
        this.limit = questions.guestLimit();
        long pace = connections.settings().heartbeat().toNanos();
        heartbeat = channel.eventLoop().scheduleAtFixedRate(this::beat, pace, pace, TimeUnit.NANOSECONDS);
        channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, new Watch());
        channel.closeFuture().addListener(end -> closed());
        connections.opened(this);
    }

    /** Sees what comes in, of whatever kind, and whether what goes out does. */
    private final class Watch extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            aliveAt = System.nanoTime();
            if (!closing) {
                context.fireChannelRead(message);
                return;
            }
            ReferenceCountUtil.release(message);
            if (message instanceof CloseWebSocketFrame) channel.close();
        }

        /** Who does not read is not listened to either: each question has an answer, and these would pile up. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            boolean ready = channel.isWritable();
            channel.config().setAutoRead(ready);
            if (ready) {
                aliveAt = System.nanoTime();
                for (Operation operation : List.copyOf(operations.values())) operation.becomeReady();
            }
            context.fireChannelWritabilityChanged();
        }
    }

    /** Waits for the client to say who it is. */
    void greet() {
        long patience = connections.settings().greeting().toNanos();
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!greeted) close(4408, "Connection initialisation timeout");
                        },
                        patience,
                        TimeUnit.NANOSECONDS);
    }

    /** Reads a frame. */
    void read(WebSocketFrame frame) {
        if (closing) return;
        if (frame instanceof TextWebSocketFrame text) read(text.content());
        else if (!(frame instanceof PongWebSocketFrame)) close(4400, "Messages are texts");
    }

    private void read(ByteBuf text) {
        if (text.readableBytes() > limit) {
            tooLong();
            return;
        }
        try {
            Message message = MESSAGE.readValue((InputStream) new ByteBufInputStream(text));
            if (message == null || message.type() == null) throw ClientFault.of(ErrorCode.MALFORMED_BODY, "type");
            read(message, message.type());
        } catch (JacksonException | ClientFault malformed) {
            close(4400, "Not a message of graphql-transport-ws");
        }
    }

    private void read(Message message, String type) {
        switch (type) {
            case "connection_init" -> init(message.payload());
            case "ping" -> {
                write(PONG);
                channel.flush();
            }
            case "pong" -> {}
            case "subscribe" -> {
                if (acknowledged) subscribe(id(message), Questions.message(payload(message)));
                else close(4401, "Unauthorized");
            }
            case "complete" -> {
                Operation operation = operations.remove(id(message));
                if (operation != null) operation.cancel();
            }
            default -> throw ClientFault.of(ErrorCode.MALFORMED_BODY, "type");
        }
    }

    private static String id(Message message) {
        if (message.id() == null || message.id().isEmpty()) throw ClientFault.of(ErrorCode.MALFORMED_BODY, "id");
        return message.id();
    }

    private static JsonNode payload(Message message) {
        if (message.payload() == null) throw ClientFault.of(ErrorCode.MALFORMED_BODY, "payload");
        return message.payload();
    }

    /** What a client could not say in headers it says here. */
    private void init(@Nullable JsonNode payload) {
        if (greeted) {
            close(4429, "Too many initialisation requests");
            return;
        }
        greeted = true;
        Map<String, String> said = new HashMap<>();
        if (payload != null && !payload.isNull()) {
            if (!payload.isObject()) throw ClientFault.of(ErrorCode.MALFORMED_BODY, "payload");
            payload.properties().forEach(field -> {
                String text = field.getValue().stringValue("");
                if (!text.isEmpty()) said.put(field.getKey().toLowerCase(Locale.ROOT), text);
            });
        }
        String token = said.get("token");
        String authorization = token == null ? said.get("authorization") : "Bearer " + token;
        credentials = credentials.with(authorization, said.get(Credentials.DISTRICT.toLowerCase(Locale.ROOT)));
        String accepted = said.get(HttpHeaders.ACCEPT_LANGUAGE.toLowerCase(Locale.ROOT));
        if (accepted != null) spoken = accepted;
        service.caller(credentials)
                .toFuture()
                .whenComplete((caller, failure) -> channel.eventLoop().execute(() -> acknowledge(caller, failure)));
    }

    private void acknowledge(@Nullable Caller caller, @Nullable Throwable failure) {
        if (closing) return;
        if (caller == null) {
            ErrorCode code = Faults.fault(failure == null ? new IllegalStateException("nobody asks") : failure)
                    .code();
            close(closeCode(code), code.name());
            return;
        }
        acknowledged = true;
        language = Language.of(spoken, caller);
        if (caller.subject() != null) limit = questions.limit();
        write(ACKNOWLEDGED);
        channel.flush();
    }

    /** What passes by itself is worth another try; to clients 1011 is final, 1013 is not. */
    private static int closeCode(ErrorCode code) {
        return switch (code) {
            case UNAVAILABLE, THROTTLED, DISTRICT_MOVING -> 1013;
            case INTERNAL -> 1011;
            default -> 4403;
        };
    }

    private void subscribe(String id, Question question) {
        if (operations.containsKey(id)) {
            close(4409, "Subscriber for " + StringUtils.truncate(id, 20) + " already exists");
            return;
        }
        Operation operation = new Operation(id);
        int most = connections.settings().mostOperations();
        boolean tooMany = operations.size() >= most;
        operations.put(id, operation);
        if (tooMany) operation.end(ClientFault.of(ErrorCode.TOO_MANY_STREAMS, most), null);
        else if (leaving) operation.end(ClientFault.of(ErrorCode.SERVER_LEAVING), null);
        else operation.begin(question);
    }

    /** One operation, and the outlet of a subscription. */
    private final class Operation implements Outlet {
        private final String id;
        private final byte[] next;
        private CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
        private @Nullable Following following;

        Operation(String id) {
            this.id = id;
            next = utf8("{\"id\":" + Questions.JSON.writeValueAsString(id) + ",\"type\":\"next\",\"payload\":");
        }

        void begin(Question question) {
            CompletableFuture<Operations.@Nullable Answered> answer = service.caller(credentials)
                    .flatMap(caller -> service.execute(
                            question,
                            caller,
                            credentials,
                            null,
                            language,
                            channel.id().asShortText() + "-" + id))
                    .toFuture();
            asked = answer;
            answer.whenComplete((answered, failure) -> channel.eventLoop().execute(() -> answer(answered, failure)));
        }

        private void answer(Operations.@Nullable Answered answered, @Nullable Throwable failure) {
            if (!open()) return;
            try {
                if (answered == null)
                    end(Faults.fault(failure == null ? new IllegalStateException("no answer") : failure), null);
                else answer(answered);
            } catch (RuntimeException bug) {
                end(Faults.fault(bug), null);
            }
        }

        private void answer(Operations.Answered answered) {
            Subscribed subscribed = answered.subscribed();
            if (subscribed != null) follow(subscribed, Objects.requireNonNull(answered.presence()));
            else if (answered.result().isDataPresent()) {
                next(answers.json(answered.result(), language));
                finish("complete", null);
            } else finish("error", answers.errors(answered.result(), language));
        }

        private void follow(Subscribed subscribed, Presence presence) {
            Following begun = service.follow(subscribed, presence, "WEBSOCKET", this);
            if (open()) following = begun;
            else begun.cancel();
        }

        private boolean open() {
            return operations.get(id) == this;
        }

        /** Later, since a flush amid the feed's writing makes room as well. */
        void becomeReady() {
            channel.eventLoop().execute(() -> {
                if (open() && following != null) following.ready();
            });
        }

        void cancel() {
            asked.cancel(true);
            if (following != null) following.cancel();
        }

        @Override
        public Executor loop() {
            return channel.eventLoop();
        }

        @Override
        public boolean ready() {
            return channel.isWritable();
        }

        @Override
        public void next(byte[] payload) {
            if (!open()) return;
            ByteBuf message = channel.alloc().buffer(next.length + payload.length + 1);
            message.writeBytes(next).writeBytes(payload).writeByte('}');
            channel.write(new TextWebSocketFrame(message));
        }

        @Override
        public void flush() {
            channel.flush();
        }

        @Override
        public void end(ClientFault reason, @Nullable String resumeAfter) {
            if (!open()) return;
            // Who has stopped reading has as long again to come upon this.
            aliveAt = System.nanoTime();
            finish("error", answers.errors(reason, resumeAfter, language));
        }

        private void finish(String type, byte @Nullable [] payload) {
            String head = "{\"id\":" + Questions.JSON.writeValueAsString(id) + ",\"type\":\"" + type + "\"";
            write(utf8(payload == null ? head + "}" : head + ",\"payload\":" + new String(payload, UTF_8) + "}"));
            channel.flush();
            operations.remove(id);
            if (leaving && operations.isEmpty()) close(1012, "Service restart");
        }
    }

    private void write(byte[] message) {
        channel.write(
                new TextWebSocketFrame(channel.alloc().buffer(message.length).writeBytes(message)));
    }

    /** Some clients watch for the message, some can only answer the frame; either answer is a sign of life. */
    private void beat() {
        if (closing) return;
        if (System.nanoTime() - aliveAt > connections.settings().silence().toNanos()) channel.close();
        else if (channel.isWritable()) {
            write(PING);
            channel.writeAndFlush(new PingWebSocketFrame());
        }
    }

    /** Tells the client to go, and goes when it has or does not. */
    void close(int code, String reason) {
        if (closing) return;
        closing = true;
        release();
        channel.config().setAutoRead(true);
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        channel.eventLoop().schedule(() -> channel.close(), Connections.FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Of frames that are none, Netty has told the client already; of a client that left, there is nobody to be told. */
    Mono<Void> broken(Throwable failure) {
        if (failure instanceof TooLongFrameException) tooLong();
        else if (!(failure instanceof DecoderException)
                && !DisconnectedClientHelper.isClientDisconnectedException(failure)) bug(failure);
        return Mono.never();
    }

    private void tooLong() {
        close(1009, "A message has at most " + limit + " bytes");
    }

    private void bug(Throwable failure) {
        close(1011, Faults.fault(failure).code().name());
    }

    private void release() {
        List<Operation> open = List.copyOf(operations.values());
        operations.clear();
        open.forEach(Operation::cancel);
    }

    private void closed() {
        closing = true;
        heartbeat.cancel(false);
        release();
        connections.closed(this);
        closed.complete(null);
    }

    /** Who waits for an answer gets it yet. */
    @Override
    public CompletableFuture<Void> leave() {
        channel.eventLoop().execute(() -> {
            leaving = true;
            for (Operation operation : List.copyOf(operations.values()))
                if (operation.following != null) {
                    operation.following.cancel();
                    operation.end(ClientFault.of(ErrorCode.SERVER_LEAVING), null);
                }
            if (operations.isEmpty()) close(1012, "Service restart");
            else
                channel.eventLoop()
                        .schedule(
                                () -> close(1012, "Service restart"),
                                Connections.FAREWELL.toNanos(),
                                TimeUnit.NANOSECONDS);
        });
        return closed;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
