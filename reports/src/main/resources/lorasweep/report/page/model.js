// The report's data and what is derived from it.

const report = JSON.parse(await unpack('report-data'));
const trials = report.trials;
const UNIT = report.score_unit;

const VERDICTS = ['GOOD', 'UNDERFIT', 'OVERFIT', 'DIVERGED', 'NO_LEARNING', 'INCONCLUSIVE'];

trials.forEach((trial, index) => {
  trial.index = index;
  trial.verdict = trial.finding.verdict;
  const best = trial.course && trial.course.best;
  trial.bestEpoch = best ? trial.course.epochs[best.index] : undefined;
  trial.axisValues = report.axes.map((axis, i) => axis.levels[trial.levels[i]]);
  trial.seconds = trial.cost ? trial.cost.train_seconds + trial.cost.probe_seconds + trial.cost.sample_seconds : undefined;
});

/** A line of scores: of all bands together, or of one. */
function line(trial, part, band) {
  if (!trial.course) return undefined;
  const found = band === undefined ? trial.course[part] : trial.course.bands[band][part];
  return found ? found.mean : undefined;
}

const allSettings = trial => ({ ...report.settings, ...trial.settings });

/** The pick first, then by score: the order in which trials are worth looking at. */
const ranked = [...trials].sort((a, b) => {
  const mean = trial => trial.score ? trial.score.mean : Infinity;
  return mean(a) - mean(b) || a.index - b.index;
});
