// Which axes make the difference: bars with intervals.

function makeImportance() {
  const found = report.importance;
  const section = content('importance');
  if (!found || !found.effects.length) {
    section.append(h('p', { className: 'empty' }, 'Needs an axis with several values and trials that were measured.'));
    return;
  }
  const effects = found.effects.slice(0, 16);
  const rows = [...effects].reverse();
  const color = { IMPORTANT: 'accent', SOME: 'underfit', NONE_SHOWN: 'no_learning' };
  echart(section, 60 + 30 * rows.length, () => ({
    grid: { left: 190, right: 40, top: 6, bottom: 34 },
    xAxis: { type: 'value', min: 0, max: 1, ...axisStyle(), axisLabel: { color: theme.color('soft'), formatter: share => `${Math.round(share * 100)} %` } },
    yAxis: { type: 'category', data: rows.map(effect => effect.settings.join(' × ')), ...axisStyle(), axisLabel: { color: theme.color('ink'), width: 180, overflow: 'truncate' } },
    series: [
      { type: 'bar', barWidth: 14, data: rows.map(effect => ({ value: effect.share.mean, itemStyle: { color: theme.color(color[effect.weight]), opacity: effect.weight === 'NONE_SHOWN' ? 0.4 : 0.9 } })) },
      { type: 'custom', data: rows.map((effect, i) => [effect.share.low ?? effect.share.mean, effect.share.high ?? effect.share.mean, i]), encode: { x: [0, 1], y: 2 }, silent: true, renderItem: whiskerShape },
    ],
  }), event => {
    const effect = rows[event.dataIndex];
    return effect && [effect.settings.join(' × '), effect.sentence];
  });
  section.append(h('p', { className: 'hint' }, `${found.method} ${Math.round(found.unexplained * 100)} % stays unexplained.`),
    h('details', { className: 'as-table' }, h('summary', {}, 'As a table'), h('table', {},
      h('thead', {}, h('tr', {}, ['Axis', 'Share', '95 % interval', 'In words'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, found.effects.map(effect => h('tr', {}, h('th', { scope: 'row' }, effect.settings.join(' × ')),
        h('td', {}, `${(100 * effect.share.mean).toFixed(0)} %`),
        h('td', {}, effect.share.low === undefined ? '' : `${(100 * effect.share.low).toFixed(0)} to ${(100 * effect.share.high).toFixed(0)} %`),
        h('td', {}, effect.sentence)))))));
}

/** A horizontal line with ends, from value 0 to value 1 at row value 2. */
function whiskerShape(parameters, api) {
  const low = api.coord([api.value(0), api.value(2)]);
  const high = api.coord([api.value(1), api.value(2)]);
  const style = { stroke: theme.color('ink'), lineWidth: 1.4, fill: undefined };
  const bar = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
  return { type: 'group', children: [bar(low[0], low[1], high[0], high[1]), bar(low[0], low[1] - 4, low[0], low[1] + 4), bar(high[0], high[1] - 4, high[0], high[1] + 4)] };
}
