// The view that TensorBoard's users know.

const classic = { smoothing: 0.6, colorBy: 'verdict', drawn: [] };

const CLASSIC_TAGS = [
  ['loss/average', 'moving average over an epoch'],
  ['loss/epoch_average', 'one value for each epoch'],
  ['lr/unet', 'learning rate of the U-Net'],
  ['lr/textencoder', 'learning rate of the text encoder'],
  ['norm/unet_weights', '‖ΔW‖ of the U-Net'],
  ['max_norm/max_key_norm', 'largest ‖ΔW‖ of a key'],
];

/** TensorBoard's smoothing: an exponential average, freed of the pull of its beginning. */
function smoothed(values, weight) {
  let last = 0;
  let seen = 0;
  return values.map(value => {
    if (value === undefined || value === null) return value;
    last = last * weight + (1 - weight) * value;
    seen += 1;
    return last / (1 - weight ** seen);
  });
}

/** A curve where it has values: some are recorded at every tenth step only. */
function classicValues(trial, tag) {
  const log = trial.training;
  if (!log) return undefined;
  if (tag === 'loss/epoch_average') return { steps: log.epoch_steps, values: log.epoch_loss };
  const all = log.curves[tag];
  const known = (_, i) => all[i] !== undefined && all[i] !== null;
  return all && { steps: log.steps.filter(known), values: all.filter(known) };
}

function makeClassic() {
  const tags = CLASSIC_TAGS.filter(([tag]) => trials.some(trial => (classicValues(trial, tag) || { steps: [] }).steps.length));
  if (!tags.length) {
    content('classic').append(h('p', { className: 'empty' }, 'No trial has a log of its steps yet.'));
    return;
  }
  const grid = h('div', { className: 'grid-2' });
  const boxes = tags.map(([tag, meaning]) => {
    const box = h('div', { className: 'line-chart' });
    grid.append(h('div', {}, h('h3', {}, tag, h('span', { className: 'hint' }, ` ${meaning}`)), box));
    return [tag, box];
  });
  const shownValue = h('output', {}, String(classic.smoothing));
  const redraw = () => drawClassic(boxes);
  const slider = h('input', { type: 'range', min: 0, max: 0.99, step: 0.01, value: classic.smoothing, oninput: () => {
    classic.smoothing = Number(slider.value);
    shownValue.textContent = slider.value;
    redraw();
  } });
  content('classic').append(h('div', { className: 'bar' }, h('label', {}, 'Smoothing', slider, shownValue), colorChoice(classic, redraw)), grid);
  whenNear(grid, () => {
    redraw();
    selection.onChange(grid, redraw);
    theme.onChange(redraw);
    selection.onLight(() => classic.drawn.forEach(each => each.above()));
    addEventListener('resize', () => classic.drawn.forEach((each, i) => each.chart.setSize({ width: Math.max(260, boxes[i][1].clientWidth), height: 230 })));
  });
}

function drawClassic(boxes) {
  classic.drawn.forEach(each => each.destroy());
  classic.drawn = boxes.flatMap(([tag, box]) => {
    const found = selection.shown.map(trial => [trial, classicValues(trial, tag)]).filter(([, log]) => log && log.steps.length);
    if (!found.length) return [];
    const x = union(found.map(([, log]) => log.steps));
    const smooth = tag === 'loss/average' ? classic.smoothing : 0;
    const strong = found.length > 200 ? '55' : found.length > 40 ? '99' : '';
    const own = new Map(found.map(([trial, log]) => [trial, aligned(x, log.steps, smoothed(log.values, smooth))]));
    return [lineChart(box, x, found.map(([trial]) => ({ trial, values: own.get(trial), color: trialColor(trial, classic.colorBy) + strong })), {
      height: 230,
      xLabel: 'step',
      format: plain,
      sync: 'classic',
      overlay: (context, chart, trial) => own.has(trial) && strokeLine(context, chart, x, own.get(trial), theme.verdict(trial.verdict), 3),
      tipLines: (trial, i) => [`step ${x[i]}: ${plain(own.get(trial)[i])}`],
    })];
  });
}
