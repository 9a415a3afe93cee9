// What it cost: sums, who worked when, what went otherwise than planned.

function makeCost() {
  const { cost } = report;
  const section = content('cost');
  const hours = cost.train_hours + cost.probe_hours + cost.sample_hours;
  const fact = (number, text) => h('div', {}, h('b', {}, number), h('span', {}, text));
  section.append(h('div', { className: 'stats' },
    fact(duration(hours * 3600), 'of devices'),
    fact(duration(cost.train_hours * 3600), 'in training steps'),
    fact(duration(cost.probe_hours * 3600), 'in probes'),
    fact(duration(cost.sample_hours * 3600), 'in pictures'),
    fact(duration(cost.saved_minutes * 60), 'saved by ending trials early'),
    fact(String(cost.incidents.length), cost.incidents.length === 1 ? 'incident' : 'incidents')));
  if (cost.bars.length) timeline(section, cost.bars);
  if (cost.incidents.length) {
    section.append(h('details', { className: 'as-table', open: cost.incidents.length <= 8 }, h('summary', {}, 'Failures, retries, early ends'),
      h('div', { className: 'scroll' }, h('table', {},
        h('thead', {}, h('tr', {}, ['When', 'What', 'Trial', 'Why'].map(title => h('th', { scope: 'col' }, title)))),
        h('tbody', {}, cost.incidents.slice(0, 400).map(incident => h('tr', {}, h('td', {}, (incident.at || '').replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')),
          h('td', {}, incident.kind), h('td', {}, incident.trial === undefined ? '' : trials[incident.trial].name), h('td', {}, incident.text))))))));
  }
}

function timeline(section, bars) {
  const lanes = [...new Set(bars.map(bar => bar.lane))];
  const color = { FINISHED: 'accent', RUNNING: 'good', STOPPED: 'no_learning', FAILED: 'overfit', LOST: 'diverged' };
  const start = Math.min(...bars.map(bar => bar.start));
  echart(section, 70 + 30 * lanes.length, () => ({
    grid: { left: 170, right: 20, top: 6, bottom: 40 },
    xAxis: { type: 'value', name: 'minutes since the first pack', nameLocation: 'middle', nameGap: 24, ...axisStyle() },
    yAxis: { type: 'category', data: lanes, ...axisStyle(), axisLabel: { color: theme.color('ink'), width: 160, overflow: 'truncate' } },
    series: [{
      type: 'custom',
      encode: { x: [0, 1], y: 2 },
      data: bars.map(bar => ({ value: [(bar.start - start) / 60000, (bar.until - start) / 60000, lanes.indexOf(bar.lane)], itemStyle: { color: theme.color(color[bar.end] || 'soft') } })),
      renderItem: (parameters, api) => {
        const from = api.coord([api.value(0), api.value(2)]);
        const until = api.coord([api.value(1), api.value(2)]);
        const height = Math.min(20, api.size([0, 1])[1] * 0.7);
        return { type: 'rect', shape: { x: from[0], y: from[1] - height / 2, width: Math.max(2, until[0] - from[0] - 1), height, r: 2 }, style: { fill: api.visual('color'), opacity: 0.8 } };
      },
    }],
  }), event => {
    const bar = bars[event.dataIndex];
    if (!bar) return undefined;
    return [`Pack ${bar.pack}${bar.attempt > 1 ? `, attempt ${bar.attempt}` : ''}: ${words(bar.end)}`, duration((bar.until - bar.start) / 1000), ...bar.trials.slice(0, 6).map(i => trials[i].name)];
  });
}
