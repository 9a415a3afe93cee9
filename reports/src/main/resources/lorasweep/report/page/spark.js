// Small drawings inside table cells.

const SPARK = { width: 110, height: 26 };

const sparkScale = (() => {
  let low = 0;
  for (const trial of trials) for (const score of line(trial, 'held_out') || []) low = Math.min(low, score);
  return { low, high: Math.max(1, -low / 3) };
})();

/** Held-out curve with the twin behind it and a dot at the best epoch; all rows share one scale. */
function sparkline(trial) {
  const scores = line(trial, 'held_out');
  if (!scores) return '';
  const last = Math.max(1, trial.course.epochs.at(-1));
  const x = moment => 3 + (SPARK.width - 6) * trial.course.epochs[moment] / last;
  const y = score => 2 + (SPARK.height - 4) * (sparkScale.high - Math.min(sparkScale.high, score)) / (sparkScale.high - sparkScale.low);
  const path = values => values.map((score, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(score).toFixed(1)}`).join('');
  const twin = line(trial, 'twin');
  const best = trial.course.best;
  return svg('svg', { class: 'spark', width: SPARK.width, height: SPARK.height, 'aria-hidden': 'true' },
    svg('path', { class: 'zero', d: `M0 ${y(0).toFixed(1)}H${SPARK.width}` }),
    twin && svg('path', { class: 'twin', d: path(twin) }),
    svg('path', { d: path(scores) }),
    best && svg('circle', { cx: x(best.index), cy: y(scores[best.index]), r: 2.6 }));
}

const whiskerScale = (() => {
  const lows = trials.flatMap(trial => trial.score ? [trial.score.low ?? trial.score.mean] : []);
  const low = Math.min(-0.01, ...lows.slice(0, 20000));
  return { low, high: -low / 5 };
})();

/** A score and its interval, all rows on one scale; the upright line is the base. */
function whisker(range) {
  const width = 84;
  const x = score => 2 + (width - 4) * (Math.max(whiskerScale.low, Math.min(whiskerScale.high, score)) - whiskerScale.low) / (whiskerScale.high - whiskerScale.low);
  return svg('svg', { class: 'whisker', width, height: 14, 'aria-hidden': 'true' },
    svg('line', { class: 'zero', x1: x(0), x2: x(0), y1: 0, y2: 14 }),
    range.low !== undefined && svg('line', { x1: x(range.low), x2: x(range.high), y1: 7, y2: 7 }),
    svg('circle', { cx: x(range.mean), cy: 7, r: 2.8 }));
}
