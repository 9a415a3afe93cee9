package lorasweep.worker.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lorasweep.trial.SampleEpochs;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.probe.TinyPack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawnEpochsTest {
    @ParameterizedTest
    @CsvSource({
        "window, 4, '1,2,3,4'",
        "window, 5, '1,2,3,4,5'",
        "window, 20, '4,8,12,16,20'",
        "window, 7, '2,3,5,6,7'",
        "last, 20, '20'",
        "all, 3, '1,2,3'",
        "'2,5,30', 20, '2,5'"
    })
    void areThoseThatTheSettingNames(String wanted, int epochs, String expected) {
        TrialSpec spec = TinyPack.trial(Path.of("data"), Map.of());
        List<Integer> drawn = IntStream.rangeClosed(1, epochs)
                .filter(epoch -> DrawnEpochs.includes(SampleEpochs.parse(wanted), spec, epoch, epochs, epoch == epochs))
                .boxed()
                .toList();
        assertThat(drawn.toString().replaceAll("[\\[\\] ]", "")).isEqualTo(expected);
    }
}
