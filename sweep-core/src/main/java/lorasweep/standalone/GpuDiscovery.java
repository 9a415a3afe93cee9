package lorasweep.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import lorasweep.trial.InvalidInputException;

/** Counts the GPUs of this machine as Spark will. */
public final class GpuDiscovery {
    private GpuDiscovery() {}

    /**
     * How many GPUs a discovery script names.
     *
     * @throws InvalidInputException if it fails, which it does where a driver is broken
     */
    public static int count(Path script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(script.toString()).start();
        process.getOutputStream().close();
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        String complaint = new String(process.getErrorStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new InvalidInputException("cluster: GPUs cannot be counted (" + complaint.strip()
                    + "), expected a driver that works; mend it, or start the worker with --gpus 0.");
        }
        JsonNode addresses = JsonMapper.builder().build().readTree(answer).path("addresses");
        return addresses.size();
    }
}
