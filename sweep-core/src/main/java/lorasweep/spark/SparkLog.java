package lorasweep.spark;

import java.nio.file.Path;

/** Sends the log of an embedded Spark to a file; under spark-submit logging is the submitter's. */
final class SparkLog {
    private static final String CONFIGURATION = "log4j2.configurationFile";
    private static final String FILE = "lorasweep.log";

    private SparkLog() {}

    /** To be called before Spark's first class is loaded; what was set by the user stays. */
    static void to(Path folder) {
        use("log4j2.properties");
        System.setProperty(FILE, folder.resolve("spark.log").toString());
    }

    /** Drops everything. */
    static void silence() {
        use("log4j2-silent.properties");
    }

    private static void use(String configuration) {
        if (System.getProperty("SPARK_SUBMIT") == null && System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "classpath:lorasweep/spark/" + configuration);
        }
    }
}
