package lorasweep.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;
import org.apache.spark.SparkConf;

/** Spark's settings: what the user gave, checked, and what we need besides. */
final class SparkSettings {
    static final String GPU = "gpu";
    static final String CPU = "cpu";

    static final String MASTER = "spark.master";
    static final String LOCAL = "local";
    private static final String LOOPBACK = "127.0.0.1";
    private static final String EXECUTOR_GPU = "spark.executor.resource.gpu.amount";
    private static final String TASK_GPU = "spark.task.resource.gpu.amount";

    /** Ours on any cluster; a user's own value wins. */
    private static final Map<String, String> ANYWHERE = Map.of(
            "spark.ui.showConsoleProgress", "false",
            "spark.task.reaper.enabled", "true",
            "spark.task.reaper.killTimeout", "10min",
            "spark.executorEnv.DJL_OFFLINE", "true",
            "spark.executorEnv.OPT_OUT_TRACKING", "true",
            "spark.executorEnv.GOMP_SPINCOUNT", "3000");

    /** Ours where driver and executor are one process. */
    private static final Map<String, String> LOCALLY = Map.of(
            "spark.ui.enabled", "false",
            // What nobody looks at is not kept, and what does not leave the process needs no packing.
            "spark.ui.liveUpdate.period", "-1",
            "spark.ui.retainedJobs", "100",
            "spark.ui.retainedStages", "100",
            "spark.ui.retainedTasks", "100",
            "spark.broadcast.compress", "false",
            "spark.broadcast.checksum", "false",
            "spark.driver.host", LOOPBACK,
            "spark.driver.bindAddress", LOOPBACK);

    private SparkSettings() {}

    /**
     * The settings of a sweep.
     *
     * @param given what Spark was told by whoever submitted
     * @param localThreads packs at a time if no master is given
     * @throws InvalidInputException if Spark would hang or share devices with them
     */
    static SparkConf of(SparkConf given, String sweep, int localThreads) {
        SparkConf conf = given.clone();
        conf.setIfMissing(MASTER, "local[" + localThreads + "]");
        conf.setIfMissing("spark.app.name", "lorasweep " + sweep);
        ANYWHERE.forEach(conf::setIfMissing);
        // A copy of a running task would write into the same files.
        conf.set("spark.speculation", "false");
        conf.set(
                "spark.plugins",
                conf.contains("spark.plugins")
                        ? conf.get("spark.plugins") + "," + LinkPlugin.class.getName()
                        : LinkPlugin.class.getName());
        if (isLocal(conf)) {
            LOCALLY.forEach(conf::setIfMissing);
        }
        List<String> problems = new ArrayList<>();
        if (isLocal(conf)) {
            refuseGpus(conf, problems);
        } else if (conf.contains(EXECUTOR_GPU)) {
            conf.setIfMissing(TASK_GPU, "1");
            requireWholeGpus(conf.get(TASK_GPU), problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return conf;
    }

    /** Whether tasks run in the driver's process. */
    static boolean isLocal(SparkConf conf) {
        return isLocal(conf.get(MASTER, LOCAL));
    }

    /** Whether tasks run in the driver's process under this master. */
    static boolean isLocal(String master) {
        return master.equals(LOCAL) || master.startsWith(LOCAL + "[");
    }

    private static void refuseGpus(SparkConf conf, List<String> problems) {
        for (scala.Tuple2<String, String> entry : conf.getAll()) {
            if (entry._1().matches("spark\\.(executor|task|driver)\\.resource\\.gpu\\..*")) {
                problems.add(entry._1() + ": is \"" + entry._2() + "\" with master " + conf.get(MASTER)
                        + ", expected none, because Spark has no GPUs to give there and waits for them for ever;"
                        + " leave it out, devices are shared out without it (--device).");
            }
        }
    }

    private static void requireWholeGpus(String amount, List<String> problems) {
        if (!amount.matches("[1-9]\\d*")) {
            problems.add(TASK_GPU + ": is \"" + amount + "\", expected 1, because tasks that share a GPU do not know"
                    + " of each other's memory; trials share a GPU in packs (pack: in the grid file).");
        }
    }
}
