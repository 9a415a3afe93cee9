package lorasweep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import lorasweep.trial.TrialId;

/**
 * The results of a pack's trials, worked on in folders of this machine and published in a store, each trial in a
 * folder of its own: {@code trials/<id>}. Used by the thread that trains.
 */
public final class PackOutput {
    private final Path localTrials;
    private final BooleanSupplier isMine;
    private final String publisher;
    private final Map<TrialId, Output> outputs = new LinkedHashMap<>();

    /** How far a trial's results are published. */
    private static final class Output {
        private final PublishedFolder published;
        private Manifest newest = Manifest.NONE;
        private Edition next = new Edition(1, "", 1);

        Output(PublishedFolder published) {
            this.published = published;
        }
    }

    /**
     * Output of some trials.
     *
     * @param trialsPlace in the store
     * @param localTrials the folder of this machine that stands for it
     * @param attempt tells who publishes from all others; of two attempts the later is behind the earlier in the
     *     order of names
     * @param isMine whether the trials are still this attempt's; asked each time before something is published
     */
    public PackOutput(
            Stores stores,
            String trialsPlace,
            Path localTrials,
            List<TrialId> trials,
            String attempt,
            BooleanSupplier isMine) {
        this.localTrials = localTrials;
        this.publisher = attempt;
        this.isMine = isMine;
        trials.forEach(trial ->
                outputs.put(trial, new Output(new PublishedFolder(stores, trialsPlace + "/" + trial.text()))));
    }

    /** Makes this machine's folders what was published last, whatever they hold. */
    public void fetch() throws IOException {
        for (Map.Entry<TrialId, Output> each : outputs.entrySet()) {
            Path folder = folder(each.getKey());
            Output output = each.getValue();
            output.newest = output.published.fetch(folder, name -> true);
            for (Map.Entry<String, Path> file : LocalFiles.below(folder).entrySet()) {
                if (!output.newest.files().containsKey(file.getKey())) {
                    Files.delete(file.getValue());
                }
            }
            output.next = new Edition(Edition.era(output.newest.edition()) + 1, publisher, 1);
        }
    }

    /**
     * Publishes all trials, one after the other.
     *
     * @return whether they are still this attempt's; if not, not all was published
     */
    public boolean publish() throws IOException {
        boolean isPublished = true;
        for (TrialId trial : outputs.keySet()) {
            isPublished &= publish(trial);
        }
        return isPublished;
    }

    /**
     * Publishes what is in a trial's folder now.
     *
     * @return whether the trial is still this attempt's; if not, nothing was published
     */
    public boolean publish(TrialId trial) throws IOException {
        Output output = outputs.get(trial);
        if (output == null) {
            throw new IllegalArgumentException("trial " + trial + " is not of this pack");
        }
        var published = output.published.publish(
                output.newest, output.next, LocalFiles.below(folder(trial)), name -> false, isMine);
        if (published.isPresent()) {
            output.newest = published.get();
            output.next = output.next.next();
        }
        return published.isPresent();
    }

    private Path folder(TrialId trial) {
        return localTrials.resolve(trial.text());
    }
}
