// Learning curves: loss on the probes against the base.

const curves = { band: '', axis: 'epochs', twin: trials.length <= 24, log: false, colorBy: 'verdict', drawn: undefined };

const RAMP_LIGHT = ['#bfd7ea', '#8fb7d6', '#5f97c1', '#3778ab', '#1c598c', '#0b3d66', '#06294a'];
const RAMP_DARK = ['#25445c', '#33607f', '#4680a6', '#61a1ca', '#86c0e4', '#b1d9f3', '#dcf0fb'];

/** A colour for a level of an axis, from light to strong. */
function ramp(level, levels) {
  const colors = theme.isDark() ? RAMP_DARK : RAMP_LIGHT;
  return colors[levels < 2 ? 3 : Math.round(level / (levels - 1) * (colors.length - 1))];
}

function trialColor(trial, by) {
  const axis = report.axes.findIndex(each => each.setting === by);
  return axis < 0 ? theme.verdict(trial.verdict) : ramp(trial.levels[axis], report.axes[axis].levels.length);
}

function colorChoice(state, redraw) {
  return choice('Colour', [['verdict', 'by verdict'], ...report.axes.map(axis => [axis.setting, `by ${axis.setting}`])], state.colorBy, by => { state.colorBy = by; redraw(); });
}

function makeCurves() {
  const box = h('div', { className: 'line-chart' });
  const legend = h('ul', { className: 'legend' });
  const redraw = () => drawCurves(box, legend);
  if (!trials.some(trial => trial.course)) {
    content('curves').append(h('p', { className: 'empty' }, 'Nothing was measured on the probes yet.'));
    return;
  }
  content('curves').append(
    h('div', { className: 'bar' },
      choice('Timesteps', [['', 'all bands'], ...report.bands.map((band, i) => [String(i), band])], curves.band, band => { curves.band = band; redraw(); }),
      choice('Over', [['epochs', 'epochs'], ['steps', 'steps']], curves.axis, axis => { curves.axis = axis; redraw(); }),
      colorChoice(curves, redraw),
      toggle('train twin of every trial', curves.twin, on => { curves.twin = on; redraw(); }),
      toggle('log axis', curves.log, on => { curves.log = on; redraw(); })),
    box, legend);
  whenNear(box, () => {
    redraw();
    selection.onChange(box, redraw);
    theme.onChange(redraw);
    selection.onLight(() => curves.drawn && curves.drawn.above());
    addEventListener('resize', () => curves.drawn && curves.drawn.chart.setSize({ width: Math.max(280, box.clientWidth), height: 380 }));
  });
}

const PERCENTS = [-90, -80, -70, -60, -50, -40, -35, -30, -25, -20, -15, -10, -5, -2, 0, 2, 5, 10, 15, 20, 30, 50, 100, 200, 500];

function drawCurves(box, legend) {
  if (curves.drawn) curves.drawn.destroy();
  const band = curves.band === '' ? undefined : Number(curves.band);
  const shown = selection.shown.filter(trial => trial.course);
  legend.replaceChildren();
  if (!shown.length) {
    curves.drawn = undefined;
    return;
  }
  const y = curves.log ? score => score * UNIT : score => 100 * Math.expm1(score * UNIT);
  const x = union(shown.map(trial => trial.course[curves.axis]));
  const strong = shown.length > 200 ? '55' : shown.length > 40 ? '99' : '';
  const lines = [];
  for (const trial of shown) {
    const add = (part, dash) => {
      const scores = line(trial, part, band);
      if (scores) lines.push({ trial, dash, width: dash ? 1 : 1.4, color: trialColor(trial, curves.colorBy) + strong, values: aligned(x, trial.course[curves.axis], scores.map(y)) });
    };
    if (curves.twin) add('twin', [4, 4]);
    add('held_out');
  }
  const format = curves.log ? score => `${signed(100 * Math.expm1(score), 0)} %` : percent => `${signed(percent, 0)} %`;
  const resting = report.pick && selection.set.has(trials[report.pick.trial]) ? trials[report.pick.trial] : undefined;
  curves.drawn = lineChart(box, x, lines, {
    height: 380,
    xLabel: curves.axis === 'epochs' ? 'epoch' : 'step',
    label: 'loss against the base',
    format,
    range: curveRange(shown, band, y),
    splits: curves.log ? (u, axis, low, high) => thinned(PERCENTS.map(percent => Math.log1p(percent / 100)).filter(score => score >= low && score <= high), u) : undefined,
    resting,
    overlay: (context, chart, trial) => curveOverlay(context, chart, trial, band, y),
    tipLines: (trial, i) => curveTip(trial, x[i], band),
  });
  legend.append(...curveLegend(resting));
}

/** What broke down does not flatten the rest: the axis ends a little above the base, or at what is there. */
function curveRange(shown, band, y) {
  let low = 0;
  let high = 0;
  for (const trial of shown) {
    for (const score of line(trial, 'held_out', band) || []) {
      low = Math.min(low, score);
      high = Math.max(high, score);
    }
    for (const score of line(trial, 'twin', band) || []) low = Math.min(low, score);
  }
  const bottom = y(low);
  const top = Math.min(y(high), Math.max(y(500), -0.5 * bottom));
  const pad = (top - bottom) * 0.06;
  return (u, min, max) => u.data && u.scales.y.min !== undefined && u.select.height > 0 ? [min, max] : [bottom - pad, top + pad];
}

function thinned(scores, chart) {
  let last = Infinity;
  return [...scores].reverse().filter(score => {
    const top = chart.valToPos(score, 'y');
    const isFar = Math.abs(top - last) > 22 || last === Infinity;
    if (isFar) last = top;
    return isFar;
  }).reverse();
}

function curveOverlay(context, chart, trial, band, y) {
  const course = trial.course;
  if (!course) return;
  const xs = course[curves.axis];
  const scores = line(trial, 'held_out', band);
  const color = theme.verdict(trial.verdict);
  const px = x => chart.valToPos(x, 'x', true);
  const py = score => chart.valToPos(y(score), 'y', true);
  if (course.best) {
    const { earliest, latest } = course.best;
    const half = (px(xs[1] ?? xs[0]) - px(xs[0])) / 2;
    context.fillStyle = `${theme.color('accent')}22`;
    context.fillRect(px(xs[earliest]) - half, chart.bbox.top, px(xs[latest]) - px(xs[earliest]) + 2 * half, chart.bbox.height);
  }
  const half = band === undefined ? course.held_out.half : undefined;
  if (half) {
    context.beginPath();
    scores.forEach((score, i) => context.lineTo(px(xs[i]), py(score + half[i])));
    [...scores.keys()].reverse().forEach(i => context.lineTo(px(xs[i]), py(scores[i] - half[i])));
    context.closePath();
    context.fillStyle = `${color}2e`;
    context.fill();
  }
  const twin = line(trial, 'twin', band);
  if (twin) strokeLine(context, chart, xs, twin.map(y), theme.color('soft'), 1.8, [5, 4]);
  strokeLine(context, chart, xs, scores.map(y), color, 3);
  if (course.best && scores[course.best.index] !== undefined) {
    context.beginPath();
    context.arc(px(xs[course.best.index]), py(scores[course.best.index]), 4.5 * devicePixelRatio, 0, 7);
    context.fillStyle = color;
    context.fill();
  }
}

function curveTip(trial, x, band) {
  const moment = trial.course[curves.axis].indexOf(x);
  if (moment < 0) return [];
  const held = line(trial, 'held_out', band)[moment];
  const twin = line(trial, 'twin', band);
  const half = band === undefined && trial.course.held_out.half ? ` ± ${(100 * trial.course.held_out.half[moment] * UNIT).toFixed(1)}` : '';
  return [
    `${words(trial.verdict)} · epoch ${trial.course.epochs[moment]} · step ${trial.course.steps[moment]}`,
    held === undefined ? 'not a finite number' : `held-out ${change(held * UNIT)}${half}`,
    twin && twin[moment] !== undefined && `train twin ${change(twin[moment] * UNIT)}`,
  ];
}

function curveLegend(resting) {
  const items = curves.colorBy === 'verdict'
    ? VERDICTS.filter(verdict => trials.some(trial => trial.verdict === verdict && trial.course)).map(verdict => h('li', { className: verdictClass(verdict) }, swatch('var(--v)'), words(verdict)))
    : report.axes.find(axis => axis.setting === curves.colorBy).levels.map((level, i, all) => h('li', {}, swatch(ramp(i, all.length)), level));
  items.push(h('li', {}, swatch('var(--soft)', true), 'train twin'));
  const shade = h('span', { className: 'swatch block' });
  shade.style.color = 'var(--accent)';
  items.push(h('li', {}, shade, 'window of equally good epochs', resting ? ', of the pick until you point at another line' : ''));
  return items;
}
