package lorasweep.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import lorasweep.sweep.SweepFolder;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import org.apache.hadoop.fs.FileSystem;

/**
 * A sweep whose folder is in a store, and a folder of this machine that stands for it: the driver's, which it writes
 * and publishes, or a mirror that verbs read. The sweep's own files are published together; each trial's are published
 * by whoever trains it.
 */
public final class RemoteSweep {
    private static final String TRIALS = "trials";
    private static final String STOP = "stop";

    /** Written by this run, before it begins to drive. */
    private static final String ENVIRONMENT = "environment.json";

    private static final int HASH_DIGITS = 16;

    /** What a driver writes, in the order of importance. */
    private static final List<String> OWN =
            List.of("ledger.jsonl", "plan.json", "grid.yaml", ENVIRONMENT, "report.json", "report.html");

    /** What the next driver goes on from. */
    private static final Set<String> HISTORY = Set.of("ledger.jsonl", "plan.json");

    private final Stores stores;
    private final String place;
    private final SweepFolder folder;
    private final PublishedFolder own;
    private final Map<TrialId, PublishedFolder> trials = new ConcurrentHashMap<>();
    private Set<String> publishedTrials = Set.of();
    private Manifest newest = Manifest.NONE;
    private Edition next = new Edition(1, "", 1);
    private boolean isTakenOver;

    private RemoteSweep(Stores stores, String place, SweepFolder folder) {
        this.stores = stores;
        this.place = place;
        this.folder = folder;
        this.own = new PublishedFolder(stores, place);
    }

    /**
     * A sweep as its driver has it.
     *
     * @param out where sweeps go, in a store
     */
    public static RemoteSweep drivenIn(Stores stores, String out, String name) {
        String place = withoutSlash(out) + "/" + name;
        return new RemoteSweep(stores, place, new SweepFolder(local(stores, "drivers", place, name)));
    }

    /**
     * The sweep that a user means, to be read: the place itself, or the only sweep in it.
     *
     * @throws InvalidInputException if there is none, or several, or it cannot be reached
     */
    public static RemoteSweep find(Stores stores, String written) {
        String place = withoutSlash(written);
        try {
            List<String> found = new ArrayList<>();
            if (isSweep(stores, place)) {
                found.add(place);
            } else {
                for (var entry : stores.entries(place)) {
                    if (entry.isFolder() && isSweep(stores, place + "/" + entry.name())) {
                        found.add(place + "/" + entry.name());
                    }
                }
            }
            if (found.size() != 1) {
                throw new InvalidInputException(
                        place + ": has " + (found.isEmpty() ? "no sweep" : "several sweeps, " + found)
                                + ", expected the folder of one sweep; it is printed by sweep run.");
            }
            String name = found.get(0).substring(found.get(0).lastIndexOf('/') + 1);
            return new RemoteSweep(stores, found.get(0), new SweepFolder(local(stores, "mirrors", found.get(0), name)));
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new InvalidInputException("sweep: " + InputCheck.explained(place, unreachable), unreachable);
        }
    }

    private static boolean isSweep(Stores stores, String place) throws IOException {
        return !new PublishedFolder(stores, place).newest().equals(Manifest.NONE);
    }

    private static String withoutSlash(String place) {
        return place.replaceFirst("(?<=[^/:])/+$", "");
    }

    private static Path local(Stores stores, String kind, String place, String name) {
        String hash = Sha256.of(place.getBytes(UTF_8)).substring(0, HASH_DIGITS);
        return stores.localFolder().resolve(kind).resolve(hash).resolve(name);
    }

    /** Where it is. */
    public String place() {
        return place;
    }

    /** What stands for it on this machine. */
    public SweepFolder folder() {
        return folder;
    }

    /** Where its trials are. */
    public String trialsPlace() {
        return place + "/" + TRIALS;
    }

    /** Stands for what trials share; each machine has its own. */
    public String cachePlace() {
        return place + "/cache";
    }

    /**
     * Begins to drive: takes over what was published, unless this machine has published it and may know more.
     *
     * @param run a name that no other run has, later runs behind earlier ones
     */
    public void open(String run) throws IOException {
        newest = own.newest();
        Path marker = folder.path().resolve("published-edition");
        boolean isOurs = Files.exists(marker) && Files.readString(marker).equals(newest.edition());
        if (!isOurs) {
            for (String name : OWN) {
                if (!name.equals(ENVIRONMENT)) {
                    Files.deleteIfExists(folder.path().resolve(name));
                }
            }
            newest = own.fetch(folder.path(), HISTORY::contains);
        }
        next = new Edition(Edition.era(newest.edition()) + 1, run, 1);
        publishedTrials = names(trialsPlace());
        deleteStop();
    }

    /**
     * Publishes what the driver has written.
     *
     * @return whether the sweep is still this driver's; if not, nothing was published
     */
    public synchronized boolean publish() throws IOException {
        Manifest there = own.newest();
        if (there.edition().compareTo(newest.edition()) > 0) {
            isTakenOver = true;
        }
        if (isTakenOver) {
            return false;
        }
        Map<String, Path> files = new TreeMap<>();
        for (String name : OWN) {
            Path file = folder.path().resolve(name);
            if (Files.exists(file)) {
                files.put(name, file);
            }
        }
        newest = own.publish(newest, next, files, name -> false, () -> true).orElseThrow();
        next = next.next();
        Files.writeString(folder.path().resolve("published-edition"), newest.edition());
        return true;
    }

    /** Whether a driver on another machine has begun to work on the sweep. */
    public synchronized boolean isTakenOver() {
        return isTakenOver;
    }

    /** Brings how a trial ended to the driver's folder, if anybody has published that. */
    public void fetchOutcome(TrialId trial) throws IOException {
        fetch(trial, TrialFiles.OUTCOMES);
    }

    /** The same, for a driver that begins: of trials of which there was nothing then, nothing is asked. */
    public void recallOutcome(TrialId trial) throws IOException {
        Files.deleteIfExists(folder.trial(trial).outcomeFile());
        Files.deleteIfExists(folder.trial(trial).errorFile());
        if (publishedTrials.contains(trial.text())) {
            fetchOutcome(trial);
        }
    }

    /** Publishes how the driver says that a trial ended, or that it has not ended. */
    public void publishOutcome(TrialId trial) throws IOException {
        PublishedFolder published = published(trial);
        Manifest before = published.newest();
        Map<String, Path> files = new TreeMap<>();
        for (Path file :
                List.of(folder.trial(trial).outcomeFile(), folder.trial(trial).errorFile())) {
            if (Files.exists(file)) {
                files.put(file.getFileName().toString(), file);
            }
        }
        Edition edition = new Edition(Edition.era(before.edition()) + 1, next.publisher(), 1);
        published.publish(before, edition, files, TrialFiles.OUTCOMES.negate(), () -> true);
    }

    /** Brings the sweep's own files to this machine. */
    public void fetchOwn() throws IOException {
        own.fetch(folder.path(), name -> true);
    }

    /**
     * Brings files of all trials to this machine.
     *
     * @param wanted by their names in a trial's folder
     */
    public void fetchTrials(Predicate<String> wanted) throws IOException {
        for (String name : names(trialsPlace())) {
            fetch(new TrialId(name), wanted);
        }
    }

    /** Brings files of a trial to this machine, and takes away those that are not published any more. */
    public void fetch(TrialId trial, Predicate<String> wanted) throws IOException {
        Path local = folder.trial(trial).path();
        Manifest manifest = published(trial).fetch(local, wanted);
        for (Map.Entry<String, Path> file : LocalFiles.below(local).entrySet()) {
            if (wanted.test(file.getKey()) && !manifest.files().containsKey(file.getKey())) {
                Files.deleteIfExists(file.getValue());
            }
        }
        List<String> absent = manifest.files().keySet().stream()
                .filter(name -> !Files.exists(local.resolve(name)))
                .sorted()
                .toList();
        folder.trial(trial).noteElsewhere(absent);
    }

    private PublishedFolder published(TrialId trial) {
        return trials.computeIfAbsent(trial, id -> new PublishedFolder(stores, trialsPlace() + "/" + id.text()));
    }

    private Set<String> names(String folderPlace) throws IOException {
        Set<String> names = new HashSet<>();
        try {
            stores.entries(folderPlace).forEach(entry -> names.add(entry.name()));
        } catch (FileNotFoundException nothingYet) {
            return Set.of();
        }
        return names;
    }

    /** Leaves a request to stop for the driver; what it holds says how. */
    public void leaveStop(String request) throws IOException {
        try (var out = store().create(below(STOP), true)) {
            out.write(request.getBytes(UTF_8));
        }
    }

    /** Brings a request to stop to the driver's folder, if there is one. */
    public void fetchStop() throws IOException {
        try (var in = store().open(below(STOP))) {
            Files.write(folder.stopFile(), in.readAllBytes());
        } catch (FileNotFoundException none) {
            return;
        }
        deleteStop();
    }

    private void deleteStop() throws IOException {
        store().delete(below(STOP), false);
    }

    /**
     * Puts copies of finished files or folders of this machine beside what is published, for people; nobody reads
     * them.
     *
     * @return where they are
     */
    public List<String> show(List<Path> files) throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path file : files) {
            String name = folder.path().relativize(file).toString();
            try (var out = store().create(below(name), true)) {
                Files.copy(file, out);
            }
            shown.add(place + "/" + name);
        }
        return shown;
    }

    private org.apache.hadoop.fs.Path below(String name) {
        return new org.apache.hadoop.fs.Path(place + "/" + name);
    }

    private FileSystem store() throws IOException {
        return stores.fileSystem(new org.apache.hadoop.fs.Path(place));
    }
}
