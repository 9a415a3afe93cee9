// Held-out loss under other LoRA weights, and with U-Net and text encoder apart.

const WEIGHT_LINES = 12;

function makeWeights() {
  const tested = () => ranked.filter(trial => trial.weight_tests.length && selection.set.has(trial));
  const section = content('weights');
  if (!trials.some(trial => trial.weight_tests.length)) {
    section.append(h('p', { className: 'empty' }, 'No weight test was made: probes.weights in the grid file asks for it.'));
    return;
  }
  const test = trial => trial.weight_tests.at(-1);
  const together = trial => test(trial).points.filter(point => point.unet === point.text_encoder).sort((a, b) => a.unet - b.unet);
  const both = h('div', { className: 'grid-2' });
  section.append(both);
  const left = h('div', {}, h('h3', {}, 'LoRA weight, U-Net and text encoder together'));
  const right = h('div', {}, h('h3', {}, 'U-Net × text encoder'));
  both.append(left, right);
  let shown = [];
  const chart = echart(left, 320, () => {
    shown = tested().slice(0, WEIGHT_LINES);
    return {
      grid: { left: 58, right: 14, top: 12, bottom: 44 },
      xAxis: { type: 'value', name: 'LoRA weight', nameLocation: 'middle', nameGap: 26, ...axisStyle() },
      yAxis: { type: 'value', min: 'dataMin', max: Math.min(40, Math.max(...shown.flatMap(trial => together(trial).map(point => 100 * Math.expm1(point.score.mean))))), ...axisStyle(), axisLabel: { color: theme.color('soft'), formatter: percent => `${signed(percent, 0)} %` } },
      series: shown.map((trial, i) => ({
        type: 'line',
        data: together(trial).map(point => [point.unet, 100 * Math.expm1(point.score.mean)]),
        symbol: 'circle',
        symbolSize: 5,
        lineStyle: { color: theme.verdict(trial.verdict), width: 1.6 },
        itemStyle: { color: theme.verdict(trial.verdict) },
        markLine: i ? undefined : { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: theme.color('soft'), type: 'dashed' }, data: [{ xAxis: 1 }] },
      })),
    };
  }, event => {
    const trial = shown[event.seriesIndex];
    if (!trial) return undefined;
    selection.light(trial);
    const point = together(trial)[event.dataIndex];
    const best = test(trial).best;
    return [trial.name, `weight ${point.unet}: ${change(point.score.mean)} (${interval(point.score)})`,
      `best at weight ${plain(best.mean)}${best.low === undefined ? '' : ` (95 % interval ${plain(best.low)} to ${plain(best.high)})`}`];
  });
  const first = ranked.find(trial => trial.weight_tests.length);
  let chosen = report.pick && trials[report.pick.trial].weight_tests.length ? trials[report.pick.trial] : first;
  const pairs = () => test(chosen).points;
  const matrix = echart(right, 320, () => apartOption(pairs()), event => {
    const point = event.data && pairs()[event.data.point];
    return point && [chosen.name, `U-Net ${point.unet}, text encoder ${point.text_encoder}`, `${change(point.score.mean)} (${interval(point.score)})`];
  });
  const picker = choice('Trial', ranked.filter(trial => trial.weight_tests.length).slice(0, 200).map(trial => [String(trial.index), trial.name]), String(chosen.index), index => {
    chosen = trials[Number(index)];
    matrix.draw();
  });
  right.insertBefore(h('div', { className: 'bar' }, picker), matrix.box);
  left.insertBefore(h('p', { className: 'hint' }, `The ${WEIGHT_LINES} best of what is shown. The dashed line is weight 1.`), chart.box);
  selection.onChange(chart.box, () => chart.draw());
}

function apartOption(points) {
  const unet = union([points.map(point => point.unet)]);
  const encoder = union([points.map(point => point.text_encoder)]);
  const means = points.map(point => point.score.mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  return {
    grid: { left: 58, right: 12, top: 12, bottom: 44 },
    xAxis: { type: 'category', data: unet.map(String), name: 'U-Net weight', nameLocation: 'middle', nameGap: 26, ...axisStyle() },
    yAxis: { type: 'category', data: encoder.map(String), name: 'text encoder weight', nameLocation: 'middle', nameGap: 40, ...axisStyle() },
    visualMap: { show: false, min: low, max: high, inRange: { color: [...(theme.isDark() ? RAMP_DARK : RAMP_LIGHT)].reverse() } },
    series: [{ type: 'heatmap', data: points.map((point, i) => ({
      value: [unet.indexOf(point.unet), encoder.indexOf(point.text_encoder), point.score.mean],
      label: { show: points.length <= 30, fontSize: 10, color: labelColor(point.score.mean, low, high), formatter: () => change(point.score.mean) },
      point: i,
    })) }],
  };
}
