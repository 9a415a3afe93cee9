package lorasweep.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that says which GPUs there are, on what nvidia-smi -L prints on machines of many kinds. */
class DiscoverGpusTest {
    private static final Path SCRIPT = Project.K8S.resolve("image/spark/bin/discover-gpus.sh");

    private static final String ONE = "GPU 0: NVIDIA GeForce RTX 3090 (UUID: GPU-0a1b2c3d-0000-4000-8000-000000000000)";
    private static final String EIGHT = eight();
    private static final String MIG = """
            GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
              MIG 1g.5gb      Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
              MIG 1g.5gb      Device  1: (UUID: MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb)
            """;
    private static final String BROKEN = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
            + " Make sure that the latest NVIDIA driver is installed and running.";

    @TempDir
    private Path folder;

    @Test
    void aMachineWithoutADriverHasNoGpu() throws Exception {
        assertThat(addresses(Map.of())).isEmpty();
    }

    @Test
    void namesEveryGpu() throws Exception {
        smi(ONE, 0);
        assertThat(addresses(Map.of())).containsExactly("0");
        smi(EIGHT, 0);
        assertThat(addresses(Map.of())).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
        smi("No devices found.", 0);
        assertThat(addresses(Map.of())).isEmpty();
    }

    @Test
    void aBrokenDriverIsAnErrorAndNotNoGpu() throws Exception {
        smi(BROKEN, 9);
        Project.Outcome outcome = discover(Map.of());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("couldn't communicate with the NVIDIA driver");
        smi("something else", 0);
        assertThat(discover(Map.of()).exit()).isEqualTo(1);
    }

    @Test
    void ofAGpuInPartsOneIsUsable() throws Exception {
        smi(MIG, 0);
        assertThat(addresses(Map.of())).containsExactly("0");
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb")))
                .containsExactly("0");
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "MIG-another"))).isEmpty();
    }

    @Test
    void aContainerSeesWhatItWasGiven() throws Exception {
        smi(EIGHT, 0);
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "none"))).isEmpty();
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "all"))).hasSize(8);
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "void"))).hasSize(8);
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "2,5"))).containsExactly("2", "5");
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", uuid(3)))).containsExactly("3");
        smi(ONE, 0);
        assertThat(addresses(Map.of("NVIDIA_VISIBLE_DEVICES", "6")))
                .as("the host's seventh is the container's only one")
                .containsExactly("0");
    }

    @Test
    void cudaCountsWhatItIsToldToShowFromZero() throws Exception {
        smi(EIGHT, 0);
        assertThat(addresses(Map.of("CUDA_VISIBLE_DEVICES", "4,6"))).containsExactly("0", "1");
        assertThat(addresses(Map.of("CUDA_VISIBLE_DEVICES", uuid(7)))).containsExactly("0");
        assertThat(addresses(Map.of("CUDA_VISIBLE_DEVICES", "1,9,2"))).containsExactly("0");
        assertThat(addresses(Map.of("CUDA_VISIBLE_DEVICES", ""))).isEmpty();
        assertThat(addresses(Map.of("CUDA_VISIBLE_DEVICES", "-1"))).isEmpty();
    }

    private static String eight() {
        StringBuilder list = new StringBuilder();
        for (int gpu = 0; gpu < 8; gpu++) {
            list.append("GPU ")
                    .append(gpu)
                    .append(": NVIDIA H100 80GB HBM3 (UUID: ")
                    .append(uuid(gpu))
                    .append(")\n");
        }
        return list.toString();
    }

    private static String uuid(int gpu) {
        return "GPU-1234abcd-0000-4000-8000-00000000000" + gpu;
    }

    private void smi(String output, int exit) throws IOException {
        Files.writeString(folder.resolve("smi.txt"), output.endsWith("\n") ? output : output + "\n");
        Path smi = folder.resolve("nvidia-smi");
        Files.writeString(
                smi,
                "#!/bin/sh\n[ \"$1\" = -L ] || exit 3\ncat " + folder.resolve("smi.txt") + "\nexit " + exit + "\n");
        Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Project.Outcome discover(Map<String, String> environment) throws Exception {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PATH", folder + ":/usr/bin:/bin");
        return Project.run(all, List.of(SCRIPT.toString()));
    }

    private List<String> addresses(Map<String, String> environment) throws Exception {
        JsonNode answer = JsonMapper.builder()
                .build()
                .readTree(discover(environment).requireSuccess().out());
        assertThat(answer.path("name").asText()).isEqualTo("gpu");
        List<String> addresses = new ArrayList<>();
        answer.path("addresses").forEach(address -> addresses.add(address.asText()));
        return addresses;
    }
}
