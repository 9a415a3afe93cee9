package lorasweep.spark;

import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lorasweep.dispatch.PackOrder;
import lorasweep.dispatch.PackReport;
import lorasweep.dispatch.Wire;
import lorasweep.executor.DevicePool;
import lorasweep.executor.PackTask;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.store.Stores;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * The task of a pack: order in, report out, both as bytes. The order goes with the function, so that all packs can
 * share one data set, which holds nothing.
 */
final class RunPack extends AbstractFunction1<Iterator<Integer>, byte[]> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] order;

    RunPack(byte[] order) {
        this.order = order;
    }

    @Override
    public byte[] apply(Iterator<Integer> nothing) {
        return Wire.write(run(order));
    }

    private static PackReport run(byte[] order) {
        TaskContext task = TaskContext.get();
        Optional<String> given =
                Optional.ofNullable(task.resourcesJMap().get(SparkSettings.GPU)).map(RunPack::device);
        DevicePool local = ExecutorHalf.localDevices();
        try {
            PackOrder work = Wire.read(order, PackOrder.class);
            if (given.isPresent() || local == null) {
                return on(given.orElse(SparkSettings.CPU), work, task);
            }
            try (DevicePool.Lease lease = local.lease()) {
                return on(lease.device(), work, task);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PackReport.STOPPED;
        } catch (IOException e) {
            return PackReport.failed(FailureKind.OTHER, "driver and executor are of different versions: " + e);
        }
    }

    private static PackReport on(String device, PackOrder order, TaskContext task) {
        PackTask.Place place = new PackTask.Place(ExecutorHalf.context().executorID(), host(), device);
        return new PackTask(
                        order,
                        task.attemptNumber(),
                        place,
                        ExecutorHalf::ask,
                        ExecutorHalf.BEATS,
                        Clock.systemUTC(),
                        stores())
                .run();
    }

    private static Stores stores() {
        Map<String, String> settings = new HashMap<>();
        for (Tuple2<String, String> setting : SparkEnv.get().conf().getAll()) {
            settings.put(setting._1(), setting._2());
        }
        return Stores.of(settings);
    }

    /** The plugin's own host name fails on executors. */
    private static String host() {
        return SparkEnv.get().blockManager().blockManagerId().host();
    }

    private static String device(ResourceInformation gpu) {
        return "cuda:" + gpu.addresses()[0];
    }
}
