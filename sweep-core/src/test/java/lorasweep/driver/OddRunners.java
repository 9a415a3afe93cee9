package lorasweep.driver;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import lorasweep.runner.OutOfDeviceMemoryException;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;

/** Runners with something wrong with them. */
final class OddRunners {
    private OddRunners() {}

    /** Has memory for two trials. */
    public static final class FitsTwo extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
            if (work.trials().size() > 2) {
                throw new OutOfDeviceMemoryException("8 GiB", new IllegalStateException());
            }
            return super.run(work, observer);
        }
    }

    /** Cannot train rank 16. */
    public static final class FailsAtRank16 extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
            for (TrialSpec trial : work.trials()) {
                if (trial.network().networkDim() == 16) {
                    throw new IllegalStateException("a bug");
                }
            }
            return super.run(work, observer);
        }
    }

    /** Ends without an outcome, as if its process had gone, wherever one certain trial is. */
    public static final class Dies extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
            for (TrialSpec trial : work.trials()) {
                if (trial.network().networkDim() == 32 && trial.learningRates().unetLr() == 1e-3) {
                    return End.STOPPED;
                }
            }
            return super.run(work, observer);
        }
    }

    /** Refuses rank 4. */
    public static final class RefusesRank4 extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
            for (TrialSpec trial : work.trials()) {
                if (trial.network().networkDim() == 4) {
                    throw new InvalidInputException("trial: rank 4, expected more.");
                }
            }
            return super.run(work, observer);
        }
    }

    /** Takes a millisecond for a step. */
    public static final class Slow extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
            return super.run(work, new PackObserver() {
                @Override
                public boolean isStopRequested() {
                    LockSupport.parkNanos(1_000_000);
                    return observer.isStopRequested();
                }
            });
        }
    }

    /** Does not listen. */
    public static final class Hangs extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws InterruptedException {
            new CountDownLatch(1).await();
            return End.FINISHED;
        }
    }

    /** Never measures. */
    public static final class NoProbes extends CountingRunner {
        @Override
        public End run(PackWork work, PackObserver observer) throws IOException, InterruptedException {
            return super.run(work, PackObserver.NONE);
        }
    }
}
