package lorasweep.worker.train;

import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.DatasetReader;
import lorasweep.worker.data.Progress;
import lorasweep.worker.model.BaseModel;

/** What is wrong with the files that a trial names; weights are not loaded for it. */
public final class InputProblems {
    private InputProblems() {}

    /**
     * All problems of a trial's base and pictures, a line each; none if it can be trained.
     *
     * @throws InterruptedException if the thread is interrupted while images are decoded
     */
    public static List<String> of(TrialSpec spec, DatasetReader reader) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        try (BaseModel model = BaseModel.open(OpenBases.files(spec.base()))) {
            // Opening it has checked its configuration and every tensor's name and shape.
        } catch (InvalidInputException unusable) {
            problems.addAll(unusable.problems());
        }
        try {
            reader.read(spec, Progress.NONE);
        } catch (InvalidInputException unusable) {
            problems.addAll(unusable.problems());
        }
        return problems;
    }
}
