package lorasweep.spark;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.Wire;
import lorasweep.executor.DevicePool;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** What tasks of a process need beyond their own: the way to the driver, a thread for beats, devices. */
final class ExecutorHalf implements ExecutorPlugin {
    private static volatile @Nullable PluginContext context;
    private static volatile @Nullable DevicePool localDevices;

    /** Threads of the process that tell the driver that packs are alive; they end with it. */
    static final ScheduledExecutorService BEATS = Executors.newScheduledThreadPool(1, work -> {
        Thread thread = new Thread(work, "beats");
        thread.setDaemon(true);
        return thread;
    });

    /** Lends these devices to tasks that Spark gives none; for a local master, whose tasks are in this process. */
    static void lend(@Nullable DevicePool devices) {
        localDevices = devices;
    }

    static @Nullable DevicePool localDevices() {
        return localDevices;
    }

    @Override
    public void init(PluginContext own, Map<String, String> extra) {
        context = own;
    }

    /** Spark's name for this process. */
    static PluginContext context() {
        return Objects.requireNonNull(context, "Spark has not started the plugin");
    }

    /** Says something to the driver. */
    static Answer ask(Message message) throws IOException {
        try {
            return Wire.read((byte[]) context().ask(Wire.write((Record) message)), Answer.class);
        } catch (IOException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (Exception e) {
            throw new IOException("the driver does not answer", e);
        }
    }
}
