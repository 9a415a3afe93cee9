package lorasweep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import lorasweep.file.WholeFile;
import lorasweep.sweep.SweepFolder;

/** What a run of the driver ran on; kept with the results. */
record Environment(
        String version, String java, String system, String host, int cores, String master, List<String> devices) {
    /** This process. */
    static Environment of(List<String> devices) {
        return new Environment(
                Version.text(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                hostName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("spark.master", "local"),
                devices);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Keeps it in a sweep's folder; that of an earlier run is replaced. */
    void writeTo(SweepFolder folder, Instant at) throws IOException {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("at", at.toString())
                .put("version", version)
                .put("java", java)
                .put("system", system)
                .put("host", host)
                .put("cores", cores)
                .put("spark_master", master);
        devices.forEach(node.putArray("local_devices")::add);
        WholeFile.write(folder.environmentFile(), node.toPrettyString());
    }
}
