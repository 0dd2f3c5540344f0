package org.linli.files;

import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where one may wait for a disk or a storage. */
public final class VirtualThreads {
    private static final int CHUNK = 64 * 1024;
    private static final Scheduler SCHEDULER =
            Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    private VirtualThreads() {}

    /** Something that is done and gives nothing. */
    public interface Deed {
        void run() throws Exception;
    }

    public static <T> Mono<T> get(Callable<T> what) {
        return Mono.fromCallable(what).subscribeOn(SCHEDULER);
    }

    public static Mono<Void> run(Deed deed) {
        return Mono.<Void>fromCallable(() -> {
                    deed.run();
                    return null;
                })
                .subscribeOn(SCHEDULER);
    }

    /** What is opened when it is asked for, and closed after; released by who takes it. */
    public static Flux<DataBuffer> read(Callable<InputStream> content) {
        return DataBufferUtils.readInputStream(content, DefaultDataBufferFactory.sharedInstance, CHUNK)
                .subscribeOn(SCHEDULER);
    }
}
