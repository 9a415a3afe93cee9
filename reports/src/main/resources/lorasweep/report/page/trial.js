// The page of one trial, inside its row.

function trialPage(trial) {
  const finding = trial.finding;
  return h('article', { className: verdictClass(trial.verdict), id: `trial-${trial.id}` },
    h('div', { className: 'wide finding' },
      h('p', {}, h('i', { className: `shape ${verdictClass(trial.verdict)}` }), h('strong', {}, `${words(trial.verdict)}. `), finding.sentence),
      finding.advice.map(advice => h('p', {}, advice)),
      trial.ended && h('p', {}, h('strong', {}, `${words(trial.status)}: `), trial.ended)),
    h('div', {}, ownCurves(trial), evidence(trial)),
    h('div', {}, signs(trial), settingsList(trial), files(trial), norms(trial)),
    h('div', { className: 'wide' }, ownPictures(trial), copyables(trial)));
}

function ownCurves(trial) {
  if (!trial.course) return h('p', { className: 'empty' }, 'Nothing was measured on the probes.');
  const box = h('div', { className: 'line-chart' });
  const xs = trial.course.epochs;
  const parts = [
    ['held-out', line(trial, 'held_out'), theme.verdict(trial.verdict), undefined, 2.2],
    ['train twin', line(trial, 'twin'), theme.color('soft'), [5, 4], 1.6],
    ...report.bands.map((band, i) => [band, line(trial, 'held_out', i), theme.color('accent'), [2, 3], 1]),
  ].filter(part => part[1]);
  whenNear(box, () => {
    lineChart(box, xs, parts.map(([, values, color, dash, width]) => ({
      trial, values: values.map(score => 100 * Math.expm1(score * UNIT)), color, dash, width,
    })), {
      height: 230, xLabel: 'epoch', label: 'loss against the base', format: tick => `${signed(tick, 0)} %`,
      tipLines: (_, i) => [`epoch ${xs[i]}`, ...parts.map(([name, values]) => values[i] === undefined ? '' : `${name} ${change(values[i] * UNIT)}`)],
    });
  });
  return [h('h3', {}, 'Loss on the probes'), box, h('ul', { className: 'legend' },
    h('li', { className: verdictClass(trial.verdict) }, swatch('var(--v)'), 'held-out'),
    h('li', {}, swatch('var(--soft)', true), 'train twin'),
    h('li', {}, swatch('var(--accent)', true), 'held-out by band'))];
}

function swatch(color, dashed) {
  const mark = h('span', { className: dashed ? 'swatch dashed' : 'swatch' });
  mark.style.color = color;
  return mark;
}

function evidence(trial) {
  if (!trial.finding.evidence.length) return undefined;
  return h('details', { className: 'as-table' }, h('summary', {}, 'Every rule that was looked at'),
    h('table', { className: 'evidence' },
      h('thead', {}, h('tr', {}, ['Rule', 'Found', 'Value', 'Threshold', 'Says'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, trial.finding.evidence.map(found => h('tr', { className: found.rule === trial.finding.rule ? 'decided' : '' },
        h('td', {}, report.rules[found.rule]), h('td', {}, found.sentence), h('td', {}, `${change(found.value.mean)} (${interval(found.value)})`),
        h('td', {}, change(found.threshold)), h('td', {}, words(found.side)))))));
}

function signs(trial) {
  if (!trial.flags.length) return undefined;
  return [h('h3', {}, 'Signs'), h('ul', {}, trial.flags.map(flag => h('li', {},
    h('span', { className: 'mark' }, words(flag.kind)), ` epoch ${flag.epoch}: ${flag.sentence} `, flag.advice.join(' '))))];
}

function settingsList(trial) {
  const own = new Set(Object.keys(trial.settings));
  const pairs = Object.entries(allSettings(trial)).sort(([a], [b]) => own.has(b) - own.has(a) || (a < b ? -1 : 1));
  const row = ([name, setting]) => [h('dt', {}, name), h('dd', { className: own.has(name) ? 'own' : '' }, value(setting))];
  const several = pairs.filter(([name]) => own.has(name));
  return [h('h3', {}, 'Settings'),
    h('dl', { className: 'pairs' }, row(['seed', trial.seed]), several.filter(([name]) => name !== 'seed').map(row)),
    h('details', { className: 'as-table' }, h('summary', {}, `and ${pairs.length - several.length} that all trials share`),
      h('dl', { className: 'pairs' }, pairs.filter(([name]) => !own.has(name)).map(row)))];
}

function files(trial) {
  const entries = Object.entries(trial.files);
  if (!entries.length) return undefined;
  return h('details', { className: 'as-table' }, h('summary', {}, count(entries.length, 'LoRA file')),
    h('dl', { className: 'pairs' }, entries.map(([epoch, file]) => [h('dt', {}, `epoch ${epoch}`),
      h('dd', { className: 'mono' }, `trials/${trial.id}/${file}`)])));
}

function norms(trial) {
  const entries = Object.entries(trial.norms);
  if (!entries.length) return undefined;
  const most = Math.max(...entries.map(([, norm]) => norm));
  return [h('h3', {}, 'Norms ‖ΔW‖ by block'), h('div', { className: 'norms' }, entries.map(([block, norm]) => [
    h('span', {}, block), h('meter', { min: 0, max: most, value: norm, title: `${block} ${norm}`, 'aria-label': block }), h('span', {}, plain(norm))]))];
}

function ownPictures(trial) {
  const own = report.pictures.samples.filter(picture => picture.trial === trial.index);
  if (!own.length) return undefined;
  const all = own.slice(0, 24);
  return [h('h3', {}, 'Pictures'), h('div', { className: 'pair' }, all.map(picture => h('figure', {}, pictureButton(picture),
    h('figcaption', {}, `epoch ${picture.epoch}, ${weightText(picture)}`))))];
}

function copyables(trial) {
  return [commands(trial).map(([label, text]) => h('div', { className: 'command' }, h('span', {}, label), h('code', {}, text), copyButton(text))),
    h('details', { className: 'as-table' }, h('summary', {}, 'kohya TOML of this trial'), h('div', { className: 'bar' }, copyButton(trial.toml)),
      h('pre', { className: 'code-box', tabIndex: 0 }, trial.toml))];
}
