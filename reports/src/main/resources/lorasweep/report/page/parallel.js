// Parallel coordinates: a brushed axis filters the whole page.

const MANY_LINES = 300;
const LINES_OF_A_FRAME = 150;

/** Loss against the base in percent; what broke down lies at the axis's end, so that it does not flatten the rest. */
const shownLoss = (() => {
  const percent = trial => 100 * Math.expm1(trial.score.mean);
  const most = Math.max(10, -0.5 * Math.min(...trials.filter(trial => trial.score).map(percent)));
  return trial => trial.score && Math.min(most, percent(trial));
})();

function parallelDimensions() {
  const axes = report.axes.map((axis, i) => ({
    name: axis.setting, of: trial => trial.levels[i], order: risingLevels(axis), levels: numericName(axis),
  })).filter(axis => axis.levels.length > 1);
  return [
    ...axes.map(axis => ({ name: axis.name, type: 'category', data: axis.order.map(i => axis.levels[i]), of: trial => axis.order.indexOf(axis.of(trial)) })),
    { name: 'best epoch', type: 'value', of: trial => trial.bestEpoch },
    { name: 'cost, min', type: 'value', of: trial => trial.seconds && trial.seconds / 60 },
    { name: 'held-out loss', type: 'value', inverse: true, of: shownLoss, format: percent => `${signed(percent, 0)} %` },
  ].filter(dimension => trials.some(trial => dimension.of(trial) !== undefined));
}

function makeParallel() {
  const dimensions = parallelDimensions();
  const scored = trials.filter(trial => trial.score);
  if (scored.length < 2) {
    content('parallel').append(h('p', { className: 'empty' }, 'Needs two trials that were measured.'));
    return;
  }
  const brushes = new Map();
  const state = echart(content('parallel'), 340, () => ({
    parallel: { left: 50, right: 70, top: 42, bottom: 26, parallelAxisDefault: { nameGap: 16 } },
    parallelAxis: dimensions.map((dimension, dim) => ({
      dim,
      id: String(dim),
      name: dimension.name,
      nameLocation: dimension.inverse ? 'start' : 'end',
      type: dimension.type,
      data: dimension.data,
      inverse: dimension.inverse,
      realtime: true,
      scale: true,
      ...axisStyle(),
      axisLabel: { color: theme.color('ink'), formatter: dimension.format, textBorderColor: theme.color('card'), textBorderWidth: 3 },
      areaSelectStyle: { width: 22, borderWidth: 1, borderColor: theme.color('accent'), color: theme.color('accent'), opacity: 0.25 },
    })),
    series: [{
      type: 'parallel',
      lineStyle: { width: scored.length > 300 ? 0.7 : 1.4, opacity: scored.length > 300 ? 0.35 : 0.7 },
      inactiveOpacity: 0.04,
      activeOpacity: 0.85,
      // Many lines are drawn over several frames, so that the brush follows the pointer.
      progressive: scored.length > MANY_LINES ? LINES_OF_A_FRAME : 0,
      progressiveThreshold: MANY_LINES,
      data: scored.map(trial => ({
        value: dimensions.map(dimension => dimension.of(trial)),
        name: String(trial.index),
        lineStyle: { color: theme.verdict(trial.verdict) },
      })),
    }],
  }), event => {
    const trial = event.name !== undefined && trials[Number(event.name)];
    if (!trial) return undefined;
    selection.light(trial);
    return [trial.name, `${words(trial.verdict)} · best epoch ${trial.bestEpoch} · ${change(trial.score.mean)} (${interval(trial.score)})`];
  });
  let isWaiting = false;
  const apply = () => {
    isWaiting = false;
    const active = [...brushes].filter(([, ranges]) => ranges.length);
    selection.filter('brush', active.length ? trial => active.every(([dim, ranges]) => {
      const at = dimensions[dim].of(trial);
      return at !== undefined && ranges.some(([low, high]) => at >= low && at <= high);
    }) : undefined);
  };
  state.ready = chart => chart.on('axisareaselected', event => {
    for (const { parallelAxisId, intervals } of event.batch || [event]) brushes.set(Number(parallelAxisId), intervals);
    if (!isWaiting) requestAnimationFrame(apply);
    isWaiting = true;
  });
  document.addEventListener('filters-cleared', () => {
    brushes.clear();
    state.draw();
  });
  state.box.setAttribute('aria-label', 'Parallel coordinates of all trials; the search field of the table filters the same way: unet_lr<2e-4');
}
