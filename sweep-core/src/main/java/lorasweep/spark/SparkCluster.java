package lorasweep.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import lorasweep.dispatch.PackOrder;
import lorasweep.dispatch.PackReport;
import lorasweep.dispatch.Wire;
import lorasweep.driver.Cluster;
import lorasweep.driver.Referee;
import lorasweep.executor.DevicePool;
import lorasweep.result.TrialOutcome.FailureKind;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import scala.Function0;
import scala.Function1;
import scala.Function2;
import scala.concurrent.ExecutionContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Packs as Spark jobs of one task each: made when they are due, named and cancellable alone, failing alone.
 * Spark starts jobs in the order they were submitted.
 */
public final class SparkCluster implements Cluster {
    /** Packs that Spark has at a time: enough to keep many slots busy, few enough to keep the order. */
    private static final int OUTSTANDING = 256;

    /** Spark's own hook, which ends all jobs, has 40. */
    private static final int BEFORE_SPARK = 100;

    private static final long PATIENCE_MINUTES = 30;

    private static final ExecutionContext HERE = ExecutionContext.fromExecutor(Runnable::run);

    private final JavaSparkContext context;
    private final RDD<Integer> onePlace;
    private final Listener listener;

    /**
     * What a cluster is started with.
     *
     * @param sweep its name
     * @param devices of this process, for a local master: as many packs run at a time
     * @param logsFolder where Spark's log goes where we start Spark
     * @param onShutdown runs when the process is asked to end, and Spark ends after it
     */
    public record Options(String sweep, List<String> devices, Path logsFolder, Runnable onShutdown) {
        /** Copies the list. */
        public Options {
            devices = List.copyOf(devices);
        }
    }

    private SparkCluster(JavaSparkContext context, Listener listener) {
        this.context = context;
        this.onePlace = context.parallelize(List.of(0), 1).rdd();
        this.listener = listener;
    }

    /** Whether packs are trained in this process, because Spark's master, if one is set, is a local one. */
    public static boolean isInThisProcess() {
        return SparkSettings.isLocal(new SparkConf());
    }

    /**
     * Checks Spark's settings without starting it.
     *
     * @throws lorasweep.trial.InvalidInputException if Spark would hang or share devices with them
     */
    public static void check(Options options) {
        settings(options);
    }

    private static SparkConf settings(Options options) {
        SparkLog.to(options.logsFolder());
        return SparkSettings.of(
                new SparkConf(), options.sweep(), options.devices().size());
    }

    /**
     * Starts Spark: on the master that spark-submit has given, or in this process.
     *
     * @throws lorasweep.trial.InvalidInputException as {@link #check}
     */
    public static SparkCluster start(Options options, Referee referee, Listener listener) {
        SparkConf conf = settings(options);
        DriverHalf.use(referee);
        ExecutorHalf.lend(SparkSettings.isLocal(conf) ? new DevicePool(options.devices()) : null);
        JavaSparkContext context = new JavaSparkContext(conf);
        ShutdownHookManager.get()
                .addShutdownHook(options.onShutdown(), BEFORE_SPARK, PATIENCE_MINUTES, TimeUnit.MINUTES);
        context.sc().addSparkListener(new SparkListener() {
            @Override
            public void onExecutorAdded(SparkListenerExecutorAdded added) {
                listener.joined(added.executorId(), added.executorInfo().executorHost());
            }

            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                listener.lost(removed.executorId(), removed.reason());
            }
        });
        return new SparkCluster(context, listener);
    }

    @Override
    public void submit(PackOrder order, String title, Consumer<PackReport> done) {
        SparkContext spark = context.sc();
        String tag = tag(order.pack());
        try {
            spark.addJobTag(tag);
            spark.setInterruptOnCancel(true);
            spark.setJobDescription(title);
            AtomicReference<byte[]> report = new AtomicReference<>(new byte[0]);
            Function2<Object, byte[], BoxedUnit> keep = (partition, bytes) -> {
                report.set(bytes);
                return BoxedUnit.UNIT;
            };
            Function0<byte[]> kept = report::get;
            Function1<Try<byte[]>, BoxedUnit> end = result -> {
                done.accept(report(result));
                return BoxedUnit.UNIT;
            };
            spark.submitJob(
                            onePlace,
                            new RunPack(Wire.write(order)),
                            CollectionConverters.asScala(List.<Object>of(0)).toSeq(),
                            keep,
                            kept)
                    .onComplete(end, HERE);
        } catch (IllegalStateException stopped) {
            done.accept(failure(stopped));
        } finally {
            spark.removeJobTag(tag);
            spark.setJobDescription(null);
        }
    }

    private PackReport report(Try<byte[]> result) {
        if (result.isFailure()) {
            return failure(result.failed().get());
        }
        try {
            return Wire.read(result.get(), PackReport.class);
        } catch (IOException e) {
            return PackReport.failed(FailureKind.OTHER, "driver and executor are of different versions: " + e);
        }
    }

    /** The task has no report: its process is gone, or Spark could not even start it. */
    private PackReport failure(Throwable failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (context.sc().isStopped()) {
            listener.gone(message);
            return PackReport.STOPPED;
        }
        boolean isLost = message.contains("ExecutorLostFailure") || message.contains("cancelled");
        return PackReport.failed(isLost ? FailureKind.LOST_EXECUTOR : FailureKind.OTHER, message);
    }

    private static String tag(int pack) {
        return "pack-" + pack;
    }

    @Override
    public void cancel(int pack) {
        context.sc().cancelJobsWithTag(tag(pack));
    }

    @Override
    public int capacity() {
        return OUTSTANDING;
    }

    @Override
    public void close() {
        context.close();
        DriverHalf.use(null);
        ExecutorHalf.lend(null);
    }
}
