package org.linli.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.linli.live.feed.Feed.Following;
import org.linli.live.feed.Outlet;
import org.linli.schema.ClientFault;
import org.linli.schema.ErrorCode;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A subscription over server-sent events ("GraphQL over SSE", distinct connections mode). The response begins and ends by
 * Spring and Reactor Netty; what comes between is written to the channel without them, one buffer an update.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written has a channel that closes, which is heard of
final class EventStream implements Outlet, Connections.Connection {
    private static final byte[] NEXT = ascii("event: next\ndata: ");
    private static final byte LINE_END = '\n';
    private static final byte[] ERRORS = ascii("{\"errors\":");
    private static final byte[] END = ascii("\n\n");

    /** With a line of data, though empty: browsers tell nobody of an event without. */
    private static final byte[] COMPLETE = ascii("event: complete\ndata:\n\n");

    /** A comment, not followed by an empty line: some clients take that for the end of an event. */
    private static final byte[] NOTHING = ascii(":\n");

    private final Channel channel;
    private final FluxSink<?> response;
    private final Connections connections;
    private final BiFunction<ClientFault, @Nullable String, byte[]> errors;
    private final ChannelInboundHandlerAdapter readiness = new ChannelInboundHandlerAdapter() {
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            // Later, since a flush amid the feed's writing makes room as well.
            if (channel.isWritable()) loop().execute(EventStream.this::becomeReady);
            context.fireChannelWritabilityChanged();
        }
    };
    private boolean begun;
    private boolean ended;
    private long readyAt = System.nanoTime();
    private @Nullable Future<?> heartbeat;
    private @Nullable Following following;

    private EventStream(
            Channel channel,
            FluxSink<?> response,
            Connections connections,
            BiFunction<ClientFault, @Nullable String, byte[]> errors) {
        this.channel = channel;
        this.response = response;
        this.connections = connections;
        this.errors = errors;
    }

    /** A stream of one answer, whose bytes are nobody else's. */
    static Mono<Void> one(ServerHttpResponse response, byte[] answer) {
        announce(response);
        inOneLine(Unpooled.wrappedBuffer(answer), 0);
        DataBuffer events =
                response.bufferFactory().allocateBuffer(NEXT.length + answer.length + END.length + COMPLETE.length);
        return response.writeWith(
                Mono.just(events.write(NEXT).write(answer).write(END).write(COMPLETE)));
    }

    /**
     * A stream that goes on until the client leaves, or the feed ends it.
     *
     * @param errors JSON of what ends it, and of the cursor with which to go on
     * @param follow has the feed begin
     */
    static Mono<Void> open(
            ServerHttpResponse response,
            Connections connections,
            BiFunction<ClientFault, @Nullable String, byte[]> errors,
            Function<Outlet, Following> follow) {
        announce(response);
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
        Flux<DataBuffer> nothingMore = Flux.create(sink -> netty.withConnection(connection -> {
            EventStream stream = new EventStream(connection.channel(), sink, connections, errors);
            // More is asked for only once the headers and the first bytes are on their way.
            sink.onRequest(more -> stream.loop().execute(() -> stream.begin(follow)));
            sink.onDispose(() -> stream.loop().execute(stream::close));
        }));
        return response.writeWith(
                Flux.concat(Mono.fromSupplier(() -> response.bufferFactory().wrap(NOTHING)), nothingMore));
    }

    private static void announce(ServerHttpResponse response) {
        response.setStatusCode(HttpStatus.OK);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(Format.EVENT_STREAM.mediaType());
        headers.setCacheControl("no-store");
        headers.set("X-Accel-Buffering", "no");
    }

    private void begin(Function<Outlet, Following> follow) {
        if (begun || ended || !channel.isOpen()) return;
        begun = true;
        channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, readiness);
        long pace = connections.settings().heartbeat().toNanos();
        heartbeat = channel.eventLoop().scheduleAtFixedRate(this::beat, pace, pace, TimeUnit.NANOSECONDS);
        connections.opened(this);
        try {
            Following goesOn = follow.apply(this);
            if (ended) goesOn.cancel();
            else following = goesOn;
        } catch (RuntimeException bug) {
            end(Faults.fault(bug), null);
        }
    }

    /** A client that has stopped reading is not sent even that; after a while it counts as gone. */
    private void beat() {
        if (channel.isWritable()) write(channel.alloc().buffer(NOTHING.length).writeBytes(NOTHING), true);
        else if (System.nanoTime() - readyAt > connections.settings().silence().toNanos()) channel.close();
    }

    private void becomeReady() {
        readyAt = System.nanoTime();
        if (!ended && following != null) following.ready();
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
        if (ended) return;
        ByteBuf event = channel.alloc().buffer(NEXT.length + payload.length + END.length);
        event.writeBytes(NEXT).writeBytes(payload);
        write(inOneLine(event, NEXT.length).writeBytes(END), false);
    }

    /**
     * JSON of PostgreSQL has line ends between its parts, where a space says the same. Lines of data that belong together are
     * known to the standard, and not to every client.
     */
    private static ByteBuf inOneLine(ByteBuf json, int from) {
        int end = json.writerIndex();
        for (int at = json.indexOf(from, end, LINE_END); at >= 0; at = json.indexOf(at, end, LINE_END))
            json.setByte(at, ' ');
        return json;
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void end(ClientFault reason, @Nullable String resumeAfter) {
        end(reason, resumeAfter, connections.settings().silence());
    }

    /** A client that has not read up to this by then is left: nothing else looks after the channel any more. */
    private ChannelFuture end(ClientFault reason, @Nullable String resumeAfter, Duration patience) {
        if (ended) return channel.newSucceededFuture();
        ByteBuf event = channel.alloc().buffer().writeBytes(NEXT).writeBytes(ERRORS);
        ChannelFuture sent = write(
                event.writeBytes(errors.apply(reason, resumeAfter))
                        .writeByte('}')
                        .writeBytes(END)
                        .writeBytes(COMPLETE),
                true);
        Future<?> limit = channel.eventLoop().schedule(() -> channel.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
        sent.addListener(done -> limit.cancel(false));
        following = null;
        close();
        response.complete();
        return sent;
    }

    private ChannelFuture write(ByteBuf events, boolean now) {
        ChannelFuture written = channel.write(new DefaultHttpContent(events));
        if (now) channel.flush();
        return written;
    }

    private void close() {
        if (ended) return;
        ended = true;
        if (!begun) return;
        if (following != null) following.cancel();
        if (heartbeat != null) heartbeat.cancel(false);
        connections.closed(this);
        // A channel that was closed has let go of its handlers; one that was not goes on with other requests.
        if (channel.isOpen()) channel.pipeline().remove(readiness);
    }

    @Override
    public CompletableFuture<Void> leave() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop().execute(() -> {
            if (following != null) following.cancel();
            end(ClientFault.of(ErrorCode.SERVER_LEAVING), null, Connections.FAREWELL)
                    .addListener(sent -> left.complete(null));
        });
        return left;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
