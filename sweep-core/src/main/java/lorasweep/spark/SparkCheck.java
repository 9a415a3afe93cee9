package lorasweep.spark;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Whether Spark runs in this process. */
public final class SparkCheck {
    private SparkCheck() {}

    /** Starts Spark on a local master, runs a job, and answers its version. */
    public static String run() {
        SparkLog.silence();
        SparkConf conf = SparkSettings.of(new SparkConf().setMaster("local[1]"), "doctor", 1);
        conf.remove("spark.plugins");
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            int sum = context.parallelize(List.of(1, 2, 3), 1).reduce(Integer::sum);
            if (sum != 6) {
                throw new IllegalStateException("1 + 2 + 3 came out as " + sum);
            }
            return "Spark " + context.version() + ", ran a job";
        }
    }
}
