package lorasweep.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterProcessTest {
    private static final ClusterSettings HERE = new ClusterSettings(ClusterSettings.LOOPBACK, Optional.empty());
    private static final String MASTER = "spark://10.0.0.7:7077";

    @TempDir
    private Path folder;

    @BeforeEach
    void distribution() throws IOException {
        Files.createDirectories(folder.resolve("spark/jars"));
        Files.createFile(folder.resolve("lorasweep.jar"));
    }

    @Test
    void listensOnLoopbackUnlessAnAddressIsGiven() {
        ClusterProcess master = ClusterProcess.master(Distribution.at(folder), HERE, 7077);
        assertThat(master.arguments()).containsSubsequence("--host", "127.0.0.1", "--port", "7077");
        assertThat(master.environment()).containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
        assertThat(master.settings())
                .containsEntry("spark.master.rest.enabled", "false")
                .doesNotContainKey("spark.authenticate");
    }

    @Test
    void isNeverReachableFromOtherMachinesWithoutASecret() {
        assertThatThrownBy(() -> new ClusterSettings("10.0.0.7", Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no secret");
        assertThatThrownBy(() -> new ClusterSettings("0.0.0.0", Optional.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected one address");
    }

    @Test
    void withASecretAllThatIsSaidIsAuthenticatedAndEncrypted() throws Exception {
        Path file = folder.resolve("conf/secret");
        Secret.write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        ClusterSettings cluster = new ClusterSettings("10.0.0.7", Optional.of(Secret.read(file)));
        ClusterProcess driver =
                ClusterProcess.driver(Distribution.at(folder), cluster, MASTER, Map.of(), List.of("run", "grid.yaml"));
        assertThat(driver.settings())
                .containsEntry("spark.authenticate", "true")
                .containsEntry("spark.authenticate.secret", Files.readString(file))
                .containsEntry("spark.network.crypto.enabled", "true")
                .containsEntry("spark.io.encryption.enabled", "true")
                .containsEntry("spark.driver.host", "10.0.0.7");
        assertThat(driver.arguments() + "" + driver.options() + driver.environment())
                .as("everybody sees these in a list of processes")
                .doesNotContain(Files.readString(file));
    }

    @Test
    void aSecretIsItsOwnersAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Secret.read(file)).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Secret.read(file)).isNotNull();
        Files.writeString(file, "short");
        assertThatThrownBy(() -> Secret.read(file)).hasMessageContaining("has 5 characters");
        assertThatThrownBy(() -> Secret.read(folder.resolve("none"))).hasMessageContaining("copy it from there");
    }

    @Test
    void aWorkerOffersItsGpusByOurDiscoveryScript() {
        Distribution distribution = Distribution.at(folder);
        ClusterProcess worker =
                ClusterProcess.worker(distribution, HERE, MASTER, new ClusterProcess.Offer(8, "32g", 2), "/work");
        assertThat(worker.settings())
                .containsEntry("spark.worker.resource.gpu.amount", "2")
                .containsEntry(
                        "spark.worker.resource.gpu.discoveryScript",
                        distribution.gpuDiscovery().toString());
        assertThat(worker.arguments())
                .containsSubsequence("--cores", "8", "--memory", "32g")
                .endsWith(MASTER);
        assertThat(worker.environment().get("SPARK_DIST_CLASSPATH")).contains("lorasweep.jar");
        ClusterProcess without =
                ClusterProcess.worker(distribution, HERE, MASTER, new ClusterProcess.Offer(8, "32g", 0), "/work");
        assertThat(without.settings()).doesNotContainKey("spark.worker.resource.gpu.amount");
    }

    @Test
    void theFolderMustBeADistribution() {
        assertThatThrownBy(() -> Distribution.at(folder.resolve("spark")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("./sweep dist");
    }
}
