package lorasweep.driver;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.DriverLink;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.PackOrder;
import lorasweep.dispatch.PackReport;
import lorasweep.dispatch.Wire;
import lorasweep.executor.PackTask;
import lorasweep.store.Stores;

/** A cluster of threads of this process; what is said goes through bytes, as between processes. */
final class ThreadCluster implements Cluster {
    private final ExecutorService threads;
    private final Map<Integer, Future<?>> packs = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
    private final Referee referee;
    private final int size;
    private final UnaryOperator<PackTask> change;

    ThreadCluster(int size, Referee referee, UnaryOperator<PackTask> change) {
        this.threads = Executors.newFixedThreadPool(size);
        this.referee = referee;
        this.size = size;
        this.change = change;
    }

    @Override
    public void submit(PackOrder order, String title, Consumer<PackReport> done) {
        Future<?> begun = threads.submit(() -> {
            PackTask task = new PackTask(
                    through(order, PackOrder.class),
                    0,
                    new PackTask.Place("0", "here", "cpu"),
                    link(),
                    beats,
                    Clock.systemUTC(),
                    Stores.of(Map.of()));
            done.accept(through(change.apply(task).run(), PackReport.class));
        });
        packs.put(order.pack(), begun);
    }

    @Override
    public void cancel(int pack) {
        packs.get(pack).cancel(true);
    }

    private DriverLink link() {
        return message -> through(referee.answer(Wire.read(Wire.write((Record) message), Message.class)), Answer.class);
    }

    private static <T extends Record> T through(T value, Class<T> type) {
        try {
            T read = Wire.read(Wire.write(value), type);
            if (!read.equals(value)) {
                throw new AssertionError(value + " became " + read);
            }
            return read;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int capacity() {
        return size;
    }

    @Override
    public void close() {
        List<Runnable> waiting = threads.shutdownNow();
        beats.shutdownNow();
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("closed with packs waiting: " + waiting.size());
        }
    }
}
