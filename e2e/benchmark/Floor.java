import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The least a delivery can cost: a frame that is ready is written to every socket, so many times a second, and nothing else is done.
 *
 *   Floor PORT FILE RATE
 */
final class Floor {
    public static void main(String[] arguments) throws Exception {
        byte[] payload = Files.readAllBytes(Path.of(arguments[1]));
        ByteBuf frame = Unpooled.directBuffer(payload.length + 4);
        frame.writeByte(0x81).writeByte(126).writeShort(payload.length).writeBytes(payload);
        List<Channel> open = new ArrayList<>();
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext context, Object request) {
                        ((ByteBuf) request).release();
                        if (open.contains(context.channel())) return;
                        open.add(context.channel());
                        context.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 101 \r\n\r\n".getBytes()));
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cut) {
                        context.close();
                    }

                    @Override
                    public void channelInactive(ChannelHandlerContext context) {
                        open.remove(context.channel());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))
                .sync();
        long pause = TimeUnit.SECONDS.toNanos(1) / Integer.parseInt(arguments[2]);
        loop.scheduleAtFixedRate(
                () -> {
                    for (Channel channel : List.copyOf(open)) channel.writeAndFlush(frame.retainedDuplicate());
                },
                pause,
                pause,
                TimeUnit.NANOSECONDS);
        Thread.sleep(Long.MAX_VALUE);
    }
}
