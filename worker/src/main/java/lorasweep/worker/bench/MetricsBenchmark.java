package lorasweep.worker.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.DriverLink;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.PackOrder;
import lorasweep.dispatch.PackReport;
import lorasweep.dispatch.Wire;
import lorasweep.executor.PackTask;
import lorasweep.result.Curve;
import lorasweep.result.StepRecord;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.store.Stores;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import lorasweep.worker.train.TrialLogs;

/**
 * What it costs a thread that trains to put its numbers down: the trials' own logs of steps and of times, TensorBoard's
 * events, and news to the driver, as bytes. The thread multiplies matrices as fast as it can and puts down so many rows
 * a second in between.
 *
 * @param rows of all trials together in a second
 * @param trials of the pack
 * @param seconds of each turn
 * @param turns how many
 */
public record MetricsBenchmark(int rows, int trials, double seconds, int turns) {
    private static final String ORDER = "bench";

    /**
     * What was measured.
     *
     * @param rows put down in a second
     * @param seconds of processor time for a row, the median over the turns
     */
    public record Result(double rows, double seconds) {}

    /** Writes into a folder that is empty. */
    public Result run(Path folder) {
        List<String> specs = new ArrayList<>();
        for (int seed = 1; seed <= trials; seed++) {
            specs.add(TrialSpecCodec.canonical(TrialSpec.of(Map.of(
                    "pretrained_model_name_or_path",
                    "/nowhere",
                    "train_data_dir",
                    "/nowhere",
                    "max_train_steps",
                    1,
                    "seed",
                    seed))));
        }
        PackOrder order = new PackOrder(
                ORDER,
                1,
                1,
                specs,
                Map.of(),
                folder.resolve("trials").toString(),
                folder.resolve("cache").toString(),
                Writer.class.getName());
        DriverLink link = message -> Wire.read(Wire.write(answer(Wire.write((Record) message))), Answer.class);
        ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
        Writer.use(this);
        try {
            PackReport report = new PackTask(
                            order,
                            0,
                            new PackTask.Place("0", "here", "cpu"),
                            link,
                            beats,
                            Clock.systemUTC(),
                            Stores.of(Map.of()))
                    .run();
            if (report.end() != PackReport.End.FINISHED) {
                throw new IllegalStateException(report.message() + report.stackTrace());
            }
        } finally {
            beats.shutdownNow();
        }
        return Writer.result();
    }

    private static Answer answer(byte[] bytes) throws IOException {
        Wire.read(bytes, Message.class);
        return Answer.GO_ON;
    }

    /** The pack's thread. */
    public static final class Writer implements TrialRunner {
        private static volatile MetricsBenchmark benchmark = new MetricsBenchmark(1, 1, 1, 1);
        private static volatile Result result = new Result(0, 0);

        private final MatrixProducts products = new MatrixProducts();
        private long step;
        private long written;

        static void use(MetricsBenchmark next) {
            benchmark = next;
        }

        static Result result() {
            return result;
        }

        @Override
        public End run(PackWork work, PackObserver observer) throws IOException {
            MetricsBenchmark wanted = benchmark;
            List<TrialLogs> logs = new ArrayList<>();
            // A name takes a hash to find; whoever trains has it at hand.
            List<TrialId> ids = work.trials().stream().map(TrialSpec::id).toList();
            for (TrialId id : ids) {
                Path path = work.trialsFolder().resolve(id.text());
                logs.add(TrialLogs.open(TrialFolder.at(path), Instant.EPOCH, Clock.systemUTC()));
            }
            turn(wanted, ids, logs, observer);
            List<Double> costs = new ArrayList<>();
            written = 0;
            for (int turn = 0; turn < wanted.turns(); turn++) {
                costs.add(turn(wanted, ids, logs, observer));
            }
            for (TrialLogs log : logs) {
                log.close();
            }
            result = new Result(written / (wanted.seconds() * wanted.turns()), Seconds.median(costs));
            return End.FINISHED;
        }

        /** Seconds of processor time for a row. */
        private double turn(MetricsBenchmark wanted, List<TrialId> ids, List<TrialLogs> logs, PackObserver observer)
                throws IOException {
            long begin = System.nanoTime();
            long now = begin;
            long spent = 0;
            long rowsOfTurn = 0;
            while (now - begin < wanted.seconds() * 1e9) {
                products.make();
                // Only around a step: to read this clock takes as long as a row does.
                if (rowsOfTurn < (now - begin) / 1e9 * wanted.rows()) {
                    long before = threadNanos();
                    step(ids, logs, observer);
                    spent += threadNanos() - before;
                    rowsOfTurn += logs.size();
                }
                now = System.nanoTime();
            }
            written += rowsOfTurn;
            return spent / 1e9 / Math.max(1, rowsOfTurn);
        }

        /** An optimizer update of all trials. */
        private void step(List<TrialId> ids, List<TrialLogs> logs, PackObserver observer) throws IOException {
            step++;
            for (int trial = 0; trial < logs.size(); trial++) {
                StepRecord row = row(step);
                logs.get(trial).append(row, new StepTiming(step, logs.size(), 0.01, 0.1, 0.2, 0.02));
                observer.stepped(ids.get(trial), row);
            }
            observer.isStopRequested();
        }

        /** Processor time of this thread, which other processes do not lengthen. */
        private static long threadNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        /** Every curve, and no two values alike. */
        private static StepRecord row(long step) {
            Map<Curve, Double> values = new EnumMap<>(Curve.class);
            for (Curve curve : Curve.values()) {
                values.put(curve, (step + values.size()) / 7.0);
            }
            return new StepRecord(step, (int) (step / 100) + 1, values);
        }
    }
}
