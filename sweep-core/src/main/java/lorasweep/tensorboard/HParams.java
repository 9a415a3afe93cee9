package lorasweep.tensorboard;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What TensorBoard's HParams plugin reads, beside scalars (its {@code plugin_data.proto}, version 0, and
 * {@code api.proto}): the experiment in the top folder, and in the folder of each trial how it began and
 * ended.
 */
public sealed interface HParams {
    /** The plugin's name. */
    String PLUGIN = "hparams";

    /** The tag under which the plugin looks for it. */
    String tag();

    /** {@code HParamsPluginData}. */
    default byte[] content() {
        return new Message().put(1, 0L).put(field(), message()).bytes();
    }

    /** Number of the field that holds the message. */
    int field();

    /** The message itself. */
    byte[] message();

    /** {@code google.protobuf.Value}. */
    private static Message value(Object value) {
        return value instanceof Double number
                ? new Message().put(2, number.doubleValue())
                : new Message().put(3, value.toString());
    }

    /** How a trial stands. */
    enum Status {
        /** It has not begun. */
        UNKNOWN(0),
        /** It came to its end. */
        SUCCESS(1),
        /** It failed. */
        FAILURE(2),
        /** It runs. */
        RUNNING(3);

        private final long code;

        Status(long code) {
            this.code = code;
        }
    }

    /**
     * The whole: which columns there are.
     *
     * @param description of the sweep
     * @param columns what varies
     * @param metrics tags of scalars, each trial's last value is shown
     */
    record Experiment(String description, Instant createdAt, List<Column> columns, List<String> metrics)
            implements HParams {
        /** Copies the lists. */
        public Experiment {
            columns = List.copyOf(columns);
            metrics = List.copyOf(metrics);
        }

        @Override
        public String tag() {
            return "_hparams_/experiment";
        }

        @Override
        public int field() {
            return 2;
        }

        @Override
        public byte[] message() {
            Message message = new Message().put(1, description).put(3, Event.seconds(createdAt));
            columns.forEach(column -> message.put(4, column.message()));
            metrics.forEach(tag -> message.put(5, new Message().put(1, new Message().put(2, tag))));
            return message.bytes();
        }
    }

    /**
     * A column of settings.
     *
     * @param values all it takes: {@link Double}s, or {@link String}s
     */
    record Column(String name, List<?> values) {
        private static final long STRING = 1;
        private static final long NUMBER = 3;

        /** Copies the values. */
        public Column {
            values = List.copyOf(values);
        }

        private Message message() {
            boolean numbers = values.stream().allMatch(value -> value instanceof Double);
            Message list = new Message();
            values.forEach(value -> list.put(1, value(value)));
            return new Message().put(1, name).put(4, numbers ? NUMBER : STRING).put(5, list);
        }
    }

    /**
     * The beginning of a trial.
     *
     * @param settings its values by name: {@link Double} or {@link String}
     */
    record Start(Map<String, ?> settings, Instant startedAt) implements HParams {
        /** Copies the settings. */
        public Start {
            settings = Map.copyOf(settings);
        }

        @Override
        public String tag() {
            return "_hparams_/session_start_info";
        }

        @Override
        public int field() {
            return 3;
        }

        @Override
        public byte[] message() {
            Message message = new Message();
            settings.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry ->
                            message.put(1, new Message().put(1, entry.getKey()).put(2, value(entry.getValue()))));
            return message.put(5, Event.seconds(startedAt)).bytes();
        }
    }

    /** The end of a trial. */
    record End(Status status, Instant endedAt) implements HParams {
        @Override
        public String tag() {
            return "_hparams_/session_end_info";
        }

        @Override
        public int field() {
            return 4;
        }

        @Override
        public byte[] message() {
            return new Message()
                    .put(1, status.code)
                    .put(2, Event.seconds(endedAt))
                    .bytes();
        }
    }
}
