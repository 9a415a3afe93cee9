package lorasweep.trial;

import lorasweep.setting.Setting;

/**
 * At what a trial is measured after each epoch. Equal within a sweep.
 */
public record ProbeSettings(
        @Setting(
                value = "probe_timesteps",
                doc = "timesteps per image, spread evenly within detail, structure and composition",
                byDefault = "4",
                min = 1,
                max = 1000)
        int probeTimesteps,

        @Setting(
                value = "probe_noises",
                doc = "fixed noises per image and timestep",
                byDefault = "2",
                min = 1,
                max = 1000)
        int probeNoises,

        @Setting(
                value = "probe_train_images",
                doc = "training images that are measured beside the held-out ones",
                byDefault = "4",
                min = 0,
                max = 10_000)
        int probeTrainImages,

        @Setting(
                value = "probe_every_epochs",
                doc = "measure at the end of every n-th epoch; 0: as often as costs less than a tenth of training",
                byDefault = "0",
                min = 0,
                max = 1_000_000)
        int probeEveryEpochs) {}
