package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.List;
import lorasweep.runner.EngineCheck;
import lorasweep.runner.EngineCheck.Proof;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DeviceProofsTest {
    @Test
    void everyClaimHoldsOnTheCpu() {
        try (DeviceProofs proofs = new DeviceProofs(Device.cpu())) {
            List<Proof> found = proofs.all();
            assertThat(found)
                    .hasSize(6)
                    .allSatisfy(proof ->
                            assertThat(proof.isProven()).as(proof.toString()).isTrue());
            assertThat(found.get(1).seen()).as("the same code twice").contains("0.0e+00");
            assertThat(found.get(2).seen()).as("rounded to eight bits").doesNotContain("0.0e+00");
        }
    }

    /** To be run on a machine with a GPU: {@code mvn verify -Pgpu -pl worker -am}. */
    @Test
    @Tag("gpu")
    void everyClaimHoldsOnEveryGpu() {
        EngineCheck check = new TorchCheck();
        assertThat(check.start().gpus())
                .as("GPUs that the engine can use; it is " + Torch.version())
                .isNotEmpty()
                .allSatisfy(gpu -> assertThat(check.prove(gpu.device()))
                        .allSatisfy(proof -> assertThat(proof.isProven())
                                .as(gpu.device() + " " + proof)
                                .isTrue()));
    }
}
