package lorasweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lorasweep.testing.ObjectStore;
import lorasweep.trial.TrialId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedFolderTest {
    private static final TrialId TRIAL = new TrialId("0000000000aa");

    @TempDir
    private Path folder;

    private Path bucket = Path.of("");
    private final Stores stores = Stores.of(ObjectStore.settings());

    @BeforeEach
    void makeBucket() {
        bucket = folder.resolve("bucket");
    }

    private PackOutput attempt(String name) {
        return attempt(name, new AtomicBoolean(true));
    }

    private PackOutput attempt(String name, AtomicBoolean isMine) {
        return new PackOutput(
                stores, ObjectStore.place(bucket), folder.resolve(name), List.of(TRIAL), name, isMine::get);
    }

    private void write(String attempt, String name, String content) throws IOException {
        Path file = file(attempt, name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Path file(String attempt, String name) {
        return folder.resolve(attempt).resolve(TRIAL.text()).resolve(name);
    }

    private List<Path> objects(String below) throws IOException {
        try (Stream<Path> files = Files.walk(bucket.resolve(TRIAL.text()).resolve(below))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void anotherMachineGetsWhatWasPublishedAndNothingElse() throws Exception {
        PackOutput first = attempt("first");
        first.fetch();
        write("first", "steps.jsonl", "1\n2\n");
        write("first", "state/step-2", "two");
        assertThat(first.publish()).isTrue();
        write("first", "steps.jsonl", "1\n2\n3\n");
        write("second", "left-over", "of another life");

        attempt("second").fetch();

        assertThat(file("second", "steps.jsonl")).hasContent("1\n2\n");
        assertThat(file("second", "state/step-2")).hasContent("two");
        assertThat(file("second", "left-over")).doesNotExist();
    }

    @Test
    void whatDidNotChangeIsNotSentAgainAndWhatWasReplacedGoes() throws Exception {
        PackOutput output = attempt("first");
        output.fetch();
        write("first", "lora", "weights");
        write("first", "state/step-1", "one");
        output.publish();
        List<Path> before = objects("files");
        Files.delete(file("first", "state/step-1"));
        write("first", "state/step-2", "two");

        output.publish();

        assertThat(objects("files")).hasSize(2).contains(before.get(0));
        output.publish();
        assertThat(objects("manifests")).as("the newest and the one before").hasSize(2);
    }

    @Test
    void aPublisherThatIsKilledWhileItWritesHasPublishedNothing() throws Exception {
        PackOutput output = attempt("first");
        output.fetch();
        write("first", "steps.jsonl", "1\n");
        output.publish();
        Path manifest = objects("manifests").get(0);
        String name = manifest.getFileName().toString();
        String text = Files.readString(manifest);
        for (int length = 0; length < text.length(); length += 7) {
            Files.writeString(
                    manifest.resolveSibling(name.replace("000001_first_000001", "000001_first_000002")),
                    text.substring(0, length));

            attempt("second").fetch();

            assertThat(file("second", "steps.jsonl")).hasContent("1\n");
        }
    }

    @Test
    void anAttemptThatWasGivenUpCannotReplaceWhatALaterOneHasPublished() throws Exception {
        AtomicBoolean isMine = new AtomicBoolean(true);
        PackOutput old = attempt("a1", isMine);
        old.fetch();
        write("a1", "steps.jsonl", "1\n");
        old.publish();
        PackOutput later = attempt("a2");
        later.fetch();
        write("a2", "steps.jsonl", "1\n2\n");
        later.publish();

        write("a1", "steps.jsonl", "1\nold\n");
        old.publish();
        attempt("reader").fetch();
        assertThat(file("reader", "steps.jsonl")).as("even if nobody tells it").hasContent("1\n2\n");

        isMine.set(false);
        write("a1", "steps.jsonl", "1\nolder\n");
        List<Path> manifests = objects("manifests");
        assertThat(old.publish()).isFalse();
        assertThat(objects("manifests")).isEqualTo(manifests);
    }

    @Test
    void ofTwoAttemptsThatFoundTheSameTheLaterCounts() throws Exception {
        PackOutput old = attempt("a1");
        PackOutput later = attempt("a2");
        old.fetch();
        later.fetch();
        write("a2", "steps.jsonl", "later\n");
        later.publish();
        write("a1", "steps.jsonl", "old\n");
        old.publish();

        attempt("reader").fetch();
        assertThat(file("reader", "steps.jsonl")).hasContent("later\n");
    }

    @Test
    void readersSeeOneEditionOrTheNext() throws Exception {
        PackOutput output = attempt("first");
        output.fetch();
        write("first", "a", "0");
        write("first", "b", "0");
        output.publish();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            Future<Integer> reader = threads.submit(() -> {
                int readings = 0;
                while (!isOver.get()) {
                    attempt("reader").fetch();
                    assertThat(Files.readString(file("reader", "a"))).isEqualTo(Files.readString(file("reader", "b")));
                    readings++;
                }
                return readings;
            });
            for (int i = 1; i <= 200; i++) {
                write("first", "a", String.valueOf(i));
                write("first", "b", String.valueOf(i));
                output.publish();
            }
            isOver.set(true);
            assertThat(reader.get()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void damageInTheStoreIsSeen() throws Exception {
        PackOutput output = attempt("first");
        output.fetch();
        write("first", "lora", "weights");
        output.publish();
        Files.writeString(objects("files").get(0), "WEIGHTS");

        assertThatThrownBy(() -> attempt("second").fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }
}
