import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Many clients that do as little as they can: they count what they are told, and some of them look when it came. */
final class Sockets implements AutoCloseable {
    /** Of so many clients one looks. */
    private static final int LOOKING = 25;

    private static final byte[] NEXT = ascii("\"type\":\"next\"");
    private static final ByteBuf END = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(ascii("\r\n\r\n")));
    /** Answers the protocol's own ping. */
    private static final ByteBuf PONG =
            Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0}));

    private static final byte[] PING = ascii("\"type\":\"ping\"");
    private static final byte[] ACK = ascii("\"type\":\"connection_ack\"");
    private static final byte[] ID = ascii("update_");

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Queue<Channel> open = new ConcurrentLinkedQueue<>();

    /** When what was committed came, in nanoseconds after its commit. */
    final Queue<Long> delays = new ConcurrentLinkedQueue<>();

    final Map<String, Long> committed = new ConcurrentHashMap<>();
    /** What came that is nothing that was asked for. */
    final Queue<String> refused = new ConcurrentLinkedQueue<>();

    final LongAdder told = new LongAdder();
    final LongAdder bytes = new LongAdder();
    volatile byte[] sample = {};

    /** Opens one for each token, and waits until all have subscribed. */
    void open(URI server, List<String> tokens, String subscription) throws InterruptedException {
        CountDownLatch greeted = new CountDownLatch(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            Client client = new Client(server, tokens.get(i), subscription, i % LOOKING == 0, greeted);
            Channel channel = new Bootstrap()
                    .group(loop)
                    .channel(EpollSocketChannel.class)
                    .handler(client)
                    .connect(server.getHost(), server.getPort())
                    .sync()
                    .channel();
            open.add(channel);
        }
        if (!greeted.await(120, TimeUnit.SECONDS))
            throw new IllegalStateException(greeted.getCount() + " clients were not greeted");
    }

    /** Those that are still open. */
    long alive() {
        return open.stream().filter(Channel::isOpen).count();
    }

    @Override
    public void close() {
        open.forEach(Channel::close);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Client extends ByteToMessageDecoder {
        private final URI server;
        private final String token;
        private final String subscription;
        private final boolean looks;
        private final CountDownLatch greeted;
        private boolean upgraded;
        private boolean welcome;

        Client(URI server, String token, String subscription, boolean looks, CountDownLatch greeted) {
            this.server = server;
            this.token = token;
            this.subscription = subscription;
            this.looks = looks;
            this.greeted = greeted;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            String request = "GET " + server.getPath() + " HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                    + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
            context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), request));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cut) {
            context.close();
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (!upgraded) {
                int end = ByteBufUtil.indexOf(END.duplicate(), in);
                if (end < 0) return;
                in.readerIndex(end + 4);
                upgraded = true;
                send(context, "{\"type\":\"connection_init\",\"payload\":{\"token\":\"" + token + "\"}}");
                return;
            }
            if (in.readableBytes() < 4) return;
            int start = in.readerIndex();
            int length = in.getByte(start + 1) & 0x7f;
            int header = 2;
            if (length == 126) {
                length = in.getUnsignedShort(start + 2);
                header = 4;
            }
            if (in.readableBytes() < header + length) return;
            if ((in.getByte(start) & 0xf) == 9) context.writeAndFlush(PONG.duplicate());
            else frame(context, in.slice(start + header, length));
            in.readerIndex(start + header + length);
        }

        private void frame(ChannelHandlerContext context, ByteBuf frame) {
            if (!welcome) {
                welcome = true;
                send(context, subscription);
                greeted.countDown();
            }
            if (contains(frame, NEXT)) {
                told.increment();
                bytes.add(frame.readableBytes());
                if (looks) look(frame);
            } else if (contains(frame, PING)) send(context, "{\"type\":\"pong\"}");
            else if (!contains(frame, ACK)) refused.add(frame.toString(StandardCharsets.UTF_8));
        }

        private void look(ByteBuf frame) {
            long now = System.nanoTime();
            if (sample.length == 0) sample = ByteBufUtil.getBytes(frame);
            int at = find(frame, ID);
            String id = frame.toString(at + ID.length, 36, StandardCharsets.US_ASCII);
            Long commit = committed.get(id);
            if (commit != null) delays.add(now - commit);
        }

        private void send(ChannelHandlerContext context, String text) {
            byte[] message = text.getBytes(StandardCharsets.UTF_8);
            ByteBuf frame = context.alloc().buffer(message.length + 8);
            frame.writeByte(0x81);
            if (message.length < 126) frame.writeByte(0x80 | message.length);
            else frame.writeByte(0x80 | 126).writeShort(message.length);
            context.writeAndFlush(frame.writeInt(0).writeBytes(message));
        }
    }

    private static boolean contains(ByteBuf frame, byte[] text) {
        return find(frame, text) >= 0;
    }

    private static int find(ByteBuf frame, byte[] text) {
        int last = Math.min(frame.readableBytes() - text.length, 200);
        for (int at = 0; at <= last; at++) {
            int i = 0;
            while (i < text.length && frame.getByte(at + i) == text[i]) i++;
            if (i == text.length) return at;
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
