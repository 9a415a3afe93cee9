package lorasweep.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationParametersTest {
    private static GenerationParameters parameters(
            String prompt, String negative, String model, int clipSkip, Map<String, String> loras) {
        return new GenerationParameters(
                prompt,
                negative,
                20,
                "DPM++ SDE Karras",
                6,
                3547528961L,
                512,
                768,
                model,
                Optional.of("89d59c3dde"),
                clipSkip,
                loras,
                "lorasweep 1");
    }

    @Test
    void readsAsAutomatic1111WouldHaveWrittenIt() {
        Map<String, String> loras = new LinkedHashMap<>();
        loras.put("zoe", "0123456789ab");
        loras.put("anna", "ba9876543210");
        assertThat(parameters("1girl, <lora:zoe:0.8>", "lowres, bad hands", "animefull", 2, loras)
                        .text())
                .isEqualTo("""
                        1girl, <lora:zoe:0.8>
                        Negative prompt: lowres, bad hands
                        Steps: 20, Sampler: DPM++ SDE Karras, CFG scale: 6, Seed: 3547528961, Size: 512x768, \
                        Model hash: 89d59c3dde, Model: animefull, Clip skip: 2, \
                        Lora hashes: "zoe: 0123456789ab, anna: ba9876543210", Version: lorasweep 1""");
    }

    @Test
    void leavesOutWhatThereIsNot() {
        assertThat(parameters("a cat", "", "base", 1, Map.of()).text())
                .isEqualTo("a cat\nSteps: 20, Sampler: DPM++ SDE Karras, CFG scale: 6, Seed: 3547528961, "
                        + "Size: 512x768, Model hash: 89d59c3dde, Model: base, Version: lorasweep 1");
    }

    @Test
    void quotesAValueThatHoldsASeparator() {
        assertThat(parameters("a", "", "my \"base\", v2", 1, Map.of()).text())
                .contains("Model: \"my \\\"base\\\", v2\", Version");
    }
}
