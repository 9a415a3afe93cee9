package lorasweep.worker.probe;

import lorasweep.trial.CaptionSettings;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.data.CaptionRules;

/**
 * A text as a trial's training sees it: never shuffled, nothing dropped.
 *
 * @param text prefix and suffix included
 * @param clipSkip 1 for the text encoder's last layer
 * @param maxTokenLength 75, 150 or 225
 */
record Conditioning(String text, int clipSkip, int maxTokenLength) {
    /** A caption of a trial's dataset. */
    static Conditioning ofCaption(TrialSpec spec, String caption) {
        return ofText(spec, new CaptionRules(spec.captions()).fixed(caption));
    }

    /** A text that is no caption of the dataset. */
    static Conditioning ofText(TrialSpec spec, String text) {
        CaptionSettings captions = spec.captions();
        return new Conditioning(text, captions.clipSkip(), captions.maxTokenLength());
    }
}
