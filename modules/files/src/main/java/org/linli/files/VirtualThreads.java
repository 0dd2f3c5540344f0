package org.linli.files;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where one may wait for a disk or a storage. */
public final class VirtualThreads {
    static final Scheduler SCHEDULER = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

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
}
