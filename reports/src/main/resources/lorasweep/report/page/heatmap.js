// Best held-out loss for every pair of axes, the mean over everything else that is shown.

/**
 * Cells of one pair: mean score and how many trials, and whether one of them is tied with the winner. Broken trials,
 * whose loss can be any multiple of the base's, count only where there is no other.
 */
function heatmapCells(list, a, b) {
  const cells = new Map();
  for (const trial of list) {
    if (!trial.score) continue;
    const key = `${trial.levels[a]} ${trial.levels[b]}`;
    const cell = cells.get(key) || { a: trial.levels[a], b: trial.levels[b], works: [], broken: [], tied: 0, best: undefined };
    (trial.broken ? cell.broken : cell.works).push(trial.score.mean);
    if (trial.place === 'WINNER' || trial.place === 'TIED') cell.tied += 1;
    if (!cell.best || trial.score.mean < cell.best.score.mean) cell.best = trial;
    cells.set(key, cell);
  }
  return [...cells.values()].map(cell => {
    const counted = cell.works.length ? cell.works : cell.broken;
    return { ...cell, n: counted.length, leftOut: cell.works.length ? cell.broken.length : 0, mean: counted.reduce((sum, score) => sum + score, 0) / counted.length };
  });
}

function risingLevels(axis) {
  const order = axis.levels.map((level, i) => i);
  return axis.numbers ? order.sort((i, j) => axis.numbers[i] - axis.numbers[j]) : order;
}

const numericName = axis => axis.numbers ? axis.levels.map((level, i) => plain(axis.numbers[i])) : axis.levels;

function makeHeatmaps() {
  const axes = report.axes.map((axis, i) => ({ ...axis, i })).filter(axis => axis.levels.length > 1);
  const pairs = axes.flatMap((a, i) => axes.slice(i + 1).map(b => [a, b]));
  if (!pairs.length) {
    content('heatmaps').append(h('p', { className: 'empty' }, 'A heatmap needs two axes with several values each.'));
    return;
  }
  const grid = h('div', { className: 'grid-2' });
  content('heatmaps').append(grid, h('ul', { className: 'legend' },
    h('li', {}, 'the stronger the contrast, the less held-out loss'), h('li', {}, 'a framed cell holds a trial that is tied with the winner'),
    trials.some(trial => trial.broken) ? h('li', {}, 'trials whose loss lies above the base’s even at its best count only where there is no other') : ''));
  for (const [a, b] of pairs.slice(0, 15)) {
    const panel = h('div', {}, h('h3', {}, `${a.setting} × ${b.setting}`));
    grid.append(panel);
    heatmap(panel, a, b);
  }
}

function heatmap(panel, a, b) {
  const across = a.levels.length >= b.levels.length ? a : b;
  const up = across === a ? b : a;
  const acrossOrder = risingLevels(across);
  const upOrder = risingLevels(up);
  const acrossNames = numericName(across);
  const upNames = numericName(up);
  let cells = [];
  const labelWidth = Math.min(120, 10 + 7 * Math.max(...upNames.map(name => name.length)));
  const chart = echart(panel, Math.max(150, 70 + 34 * Math.min(12, up.levels.length)), () => {
    cells = heatmapCells(selection.shown, across.i, up.i);
    const means = cells.map(cell => cell.mean);
    const [low, high] = [Math.min(...means), Math.max(...means)];
    const clip = Math.min(high, Math.max(low * 0.2, low + 1e-6));
    const labels = cells.length <= 120;
    return {
      grid: { left: 40 + labelWidth, right: 12, top: 8, bottom: 44 },
      xAxis: { type: 'category', data: acrossOrder.map(i => acrossNames[i]), name: across.setting, nameLocation: 'middle', nameGap: 28, ...axisStyle() },
      yAxis: { type: 'category', data: upOrder.map(i => upNames[i]), name: up.setting, nameLocation: 'middle', nameGap: 16 + labelWidth, ...axisStyle() },
      visualMap: { show: false, min: low, max: clip, inRange: { color: [...(theme.isDark() ? RAMP_DARK : RAMP_LIGHT)].reverse() } },
      series: [{
        type: 'heatmap',
        data: cells.map((cell, i) => ({
          value: [acrossOrder.indexOf(cell.a), upOrder.indexOf(cell.b), cell.mean],
          label: { show: labels, color: labelColor(cell.mean, low, clip) , formatter: () => change(cell.mean) },
          itemStyle: cell.tied ? { borderColor: theme.color('overfit'), borderWidth: 2.5 } : { borderColor: theme.color('card'), borderWidth: 1 },
          cell: i,
        })),
      }],
    };
  }, event => {
    const cell = event.data && cells[event.data.cell];
    if (!cell) return undefined;
    selection.light(cell.best);
    return [`${across.setting} ${across.levels[cell.a]}, ${up.setting} ${up.levels[cell.b]}`,
      `mean of ${count(cell.n, 'trial')}: ${change(cell.mean)}`,
      cell.leftOut ? `without ${cell.leftOut} broken, whose loss lies above the base's even at its best` : '',
      `best: ${cell.best.name}: ${change(cell.best.score.mean)} (${interval(cell.best.score)})`,
      cell.tied ? `${cell.tied} tied with the winner` : ''];
  });
  chart.box.setAttribute('aria-label', `Heatmap of held-out loss over ${across.setting} and ${up.setting}; the table of trials holds the numbers`);
  selection.onChange(panel, () => chart.draw());
}

function labelColor(mean, low, high) {
  const strength = (high - Math.min(mean, high)) / (high - low || 1);
  return theme.isDark() ? (strength > 0.5 ? '#10202c' : '#f2f6f9') : (strength > 0.45 ? '#ffffff' : '#10202c');
}
