package lorasweep.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process of the cluster that can be started.
 *
 * @param options of Java
 * @param classPath of Java
 * @param mainClass that it runs
 * @param arguments of the class; {@link #PROPERTIES} stands for the file with the settings
 * @param settings of Spark, some of them secret: for a file that only its owner can read
 * @param environment besides this process's own
 */
public record ClusterProcess(
        List<String> options,
        String classPath,
        String mainClass,
        List<String> arguments,
        Map<String, String> settings,
        Map<String, String> environment) {
    /** Stands for the name of the file with the settings. */
    public static final String PROPERTIES = "{properties}";

    /** Copies the collections. */
    public ClusterProcess {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
        settings = Map.copyOf(settings);
        environment = Map.copyOf(environment);
    }

    /** What a worker offers. */
    public record Offer(int cores, String memory, int gpus) {}

    /** The one process that workers and drivers register with. */
    public static ClusterProcess master(Distribution distribution, ClusterSettings cluster, int port) {
        return daemon(
                distribution,
                "org.apache.spark.deploy.master.Master",
                cluster.sparkSettings(),
                List.of("--host", cluster.address(), "--port", String.valueOf(port)));
    }

    /** The process that starts executors on a machine. */
    public static ClusterProcess worker(
            Distribution distribution, ClusterSettings cluster, String master, Offer offer, String workFolder) {
        Map<String, String> settings = new TreeMap<>(cluster.sparkSettings());
        if (offer.gpus() > 0) {
            settings.put("spark.worker.resource.gpu.amount", String.valueOf(offer.gpus()));
            settings.put(
                    "spark.worker.resource.gpu.discoveryScript",
                    distribution.gpuDiscovery().toString());
        }
        return daemon(
                distribution,
                "org.apache.spark.deploy.worker.Worker",
                settings,
                List.of(
                        "--host",
                        cluster.address(),
                        "--cores",
                        String.valueOf(offer.cores()),
                        "--memory",
                        offer.memory(),
                        "--work-dir",
                        workFolder,
                        master));
    }

    private static ClusterProcess daemon(
            Distribution distribution, String mainClass, Map<String, String> settings, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--properties-file", PROPERTIES, "--webui-port", "0"));
        all.addAll(arguments);
        return new ClusterProcess(
                List.of("-Xmx512m"),
                distribution.sparkClassPath(),
                mainClass,
                all,
                settings,
                environment(distribution));
    }

    /**
     * The driver of a sweep, in this machine's own process.
     *
     * @param master the cluster's URL
     * @param given settings of the user, which win
     * @param verb what is run, with its arguments
     */
    public static ClusterProcess driver(
            Distribution distribution,
            ClusterSettings cluster,
            String master,
            Map<String, String> given,
            List<String> verb) {
        Map<String, String> settings = new TreeMap<>(cluster.sparkSettings());
        settings.put("spark.driver.host", cluster.address());
        settings.put("spark.driver.bindAddress", cluster.address());
        settings.put("spark.ui.enabled", "false");
        settings.putAll(given);
        List<String> arguments = new ArrayList<>(List.of(
                "--master",
                master,
                "--deploy-mode",
                "client",
                "--properties-file",
                PROPERTIES,
                "--class",
                "lorasweep.cli.SweepCli",
                "spark-internal"));
        arguments.addAll(verb);
        return new ClusterProcess(
                List.of("-Xmx1g"),
                distribution.sparkClassPath() + ":" + distribution.ownClassPath(),
                "org.apache.spark.deploy.SparkSubmit",
                arguments,
                settings,
                environment(distribution));
    }

    /** Executors take our classes from their own machine's folder; web pages are for this machine only. */
    private static Map<String, String> environment(Distribution distribution) {
        return Map.of(
                "SPARK_HOME", distribution.sparkHome().toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_DIST_CLASSPATH", distribution.ownClassPath(),
                "SPARK_LOCAL_IP", ClusterSettings.LOOPBACK,
                "LOG4J_CONFIGURATION_FILE",
                        distribution.sparkHome().resolve("log4j2.properties").toString());
    }
}
