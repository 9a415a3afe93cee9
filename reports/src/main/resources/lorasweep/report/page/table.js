// The table of trials.

const PAGE_ROWS = 100;

const table = {
  sort: { column: 'score', down: false },
  rows: PAGE_ROWS,
  open: new Set(),
  hidden: new Set(report.axes.length > 6 ? report.axes.slice(6).map(axis => `axis ${axis.setting}`) : []),
};

const COLUMNS = [
  { key: 'name', title: 'Trial', by: trial => trial.index, cell: nameCell, fixed: true },
  ...report.axes.map((axis, i) => ({
    key: `axis ${axis.setting}`, title: axis.setting, number: Boolean(axis.numbers),
    by: trial => axis.numbers ? axis.numbers[trial.levels[i]] : trial.levels[i], cell: trial => trial.axisValues[i],
  })),
  { key: 'seed', title: 'Seed', number: true, by: trial => trial.seed, cell: trial => String(trial.seed) },
  { key: 'verdict', title: 'Verdict', by: trial => VERDICTS.indexOf(trial.verdict), cell: verdictCell, className: 'verdict-cell' },
  { key: 'score', title: 'Held-out loss', number: true, by: trial => trial.score && trial.score.mean, cell: trial => trial.score ? change(trial.score.mean) : '' },
  { key: 'curve', title: 'Held-out · twin', by: trial => trial.score && trial.score.mean, cell: sparkline },
  { key: 'interval', title: '95 % interval', by: trial => trial.score && trial.score.low, cell: trial => trial.score ? h('span', { title: interval(trial.score) }, whisker(trial.score), h('span', { className: 'sr' }, interval(trial.score))) : '' },
  { key: 'place', title: 'Place', by: trial => ['WINNER', 'TIED', 'BEHIND'].indexOf(trial.place) + (trial.place ? 0 : 9), cell: placeCell },
  { key: 'epoch', title: 'Best epoch', number: true, by: trial => trial.bestEpoch, cell: epochCell },
  { key: 'flags', title: 'Signs', className: 'signs', by: trial => -trial.flags.length, cell: trial => trial.flags.map(flag => h('span', { className: 'mark', title: flag.sentence }, words(flag.kind))) },
  { key: 'cost', title: 'Cost', number: true, by: trial => trial.seconds, cell: trial => trial.seconds === undefined ? '' : duration(trial.seconds) },
  { key: 'status', title: 'Status', by: trial => trial.status, cell: trial => h('span', { title: trial.ended || '' }, trial.status) },
  { key: 'id', title: 'Id', by: trial => trial.id, cell: trial => h('span', { className: 'mono' }, trial.id) },
];
['id', 'status', ...(new Set(trials.map(trial => trial.seed)).size > 1 ? [] : ['seed'])].forEach(key => table.hidden.add(key));

function nameCell(trial) {
  return h('button', { type: 'button', className: 'opener', 'aria-expanded': String(table.open.has(trial)), onclick: event => {
    event.stopPropagation();
    flip(trial);
  } }, report.axes.length ? `#${trial.index + 1}` : trial.name);
}

function placeCell(trial) {
  const isPick = report.pick && report.pick.trial === trial.index;
  const place = isPick ? 'PICK' : trial.place;
  return place ? h('span', { className: `place ${place.toLowerCase()}` }, words(place)) : '';
}

function verdictCell(trial) {
  return [h('i', { className: 'shape' }), words(trial.verdict)];
}

function epochCell(trial) {
  if (trial.bestEpoch === undefined) return '';
  const { epochs, best } = trial.course;
  const window = best.earliest === best.latest ? '' : ` (${epochs[best.earliest]}–${epochs[best.latest]})`;
  return `${trial.bestEpoch}${window}`;
}

const shownColumns = () => COLUMNS.filter(column => !table.hidden.has(column.key));

function sorted(list) {
  const column = COLUMNS.find(each => each.key === table.sort.column);
  const sign = table.sort.down ? -1 : 1;
  const order = (a, b) => {
    const x = column.by(a);
    const y = column.by(b);
    if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
    return (x < y ? -1 : x > y ? 1 : 0) * sign || a.index - b.index;
  };
  return [...list].sort(order);
}

function flip(trial) {
  if (!table.open.delete(trial)) table.open.add(trial);
  drawRows();
}

/** Opens a trial's page and goes there. */
function openTrial(trial) {
  if (!selection.set.has(trial)) clearFilters();
  table.open.add(trial);
  const place = sorted(selection.shown).indexOf(trial);
  table.rows = Math.max(table.rows, place + 1);
  drawRows();
  const row = table.body.querySelector(`[data-index="${trial.index}"]`);
  if (row) row.scrollIntoView({ block: 'start' });
}

function drawHead() {
  table.head.replaceChildren(h('tr', {}, shownColumns().map(column => {
    const isSorted = table.sort.column === column.key;
    return h('th', { scope: 'col', className: column.number ? 'number' : '', 'aria-sort': isSorted && (table.sort.down ? 'descending' : 'ascending') },
      h('button', { type: 'button', onclick: () => {
        table.sort = { column: column.key, down: isSorted && !table.sort.down };
        drawHead();
        drawRows();
      } }, column.title));
  })));
}

function drawRows() {
  const columns = shownColumns();
  const list = sorted(selection.shown);
  const page = list.slice(0, table.rows);
  const kept = new Map([...table.body.querySelectorAll('tr.page')].map(row => [row.dataset.of, row]));
  table.body.replaceChildren(...page.flatMap(trial => {
    const isOpen = table.open.has(trial);
    const row = h('tr', {
      className: `trial ${verdictClass(trial.verdict)}${isOpen ? ' open' : ''}`,
      'data-index': trial.index,
      onclick: () => { if (!String(getSelection())) flip(trial); },
      onmouseenter: () => selection.light(trial),
      onmouseleave: () => selection.light(undefined),
    }, columns.map((column, i) => h(i ? 'td' : 'th', { scope: i ? undefined : 'row', className: `${column.className || ''}${column.number ? ' number' : ''}` }, column.cell(trial))));
    if (!isOpen) return [row];
    const open = kept.get(String(trial.index)) || h('tr', { className: 'page', 'data-of': trial.index }, h('td', {}, trialPage(trial)));
    open.firstChild.colSpan = columns.length;
    return [row, open];
  }));
  const left = list.length - page.length;
  table.more.replaceChildren(left > 0 && h('button', { type: 'button', onclick: () => { table.rows += PAGE_ROWS; drawRows(); } }, `Show ${Math.min(left, PAGE_ROWS)} more of ${left}`) || '');
  table.count.textContent = selection.shown.length === trials.length ? count(trials.length, 'trial') : `${selection.shown.length} of ${count(trials.length, 'trial')}`;
  table.clear.classList.toggle('hidden', selection.filters.size === 0);
}

function clearFilters() {
  table.search.value = '';
  table.verdict.value = '';
  selection.filters.clear();
  document.dispatchEvent(new Event('filters-cleared'));
  selection.filter('none', undefined);
  selection.shown = trials;
  selection.set = new Set(trials);
  selection.announce();
}

/** Words that all must occur, or setting=value, setting<value, setting>value. */
function searchTest(text) {
  const tests = text.trim().toLowerCase().split(/\s+/).filter(Boolean).map(word => {
    const [, name, operator, wanted] = /^([a-z_]+)(<=|>=|=|<|>)(.+)$/.exec(word) || [];
    if (!name) return trial => trial.haystack.includes(word);
    return trial => {
      const found = name === 'epoch' ? trial.bestEpoch : name === 'seed' ? trial.seed : allSettings(trial)[name];
      const isNumber = !Number.isNaN(Number(wanted)) && typeof found === 'number';
      const [a, b] = isNumber ? [found, Number(wanted)] : [String(found).toLowerCase(), wanted];
      return { '=': a === b, '<': a < b, '>': a > b, '<=': a <= b, '>=': a >= b }[operator];
    };
  });
  return tests.length ? trial => tests.every(test => test(trial)) : undefined;
}

function makeTable() {
  trials.forEach(trial => {
    trial.haystack = [trial.name, trial.id, trial.status, trial.verdict, ...trial.flags.map(flag => flag.kind), ...trial.axisValues].join(' ').toLowerCase().replaceAll('_', ' ');
  });
  table.search = h('input', { type: 'search', placeholder: 'Search, or unet_lr<2e-4', 'aria-label': 'Search trials', oninput: () => selection.filter('search', searchTest(table.search.value)) });
  table.verdict = h('select', { 'aria-label': 'Verdict', onchange: () => filterVerdict(table.verdict.value) },
    [['', 'All verdicts'], ...VERDICTS.map(verdict => [verdict, words(verdict)])].map(([key, text]) => h('option', { value: key }, text)));
  table.count = h('span', { className: 'hint', role: 'status' });
  table.clear = h('button', { type: 'button', className: 'hidden', onclick: clearFilters }, 'Clear filters');
  const chooser = h('details', { className: 'chooser' }, h('summary', {}, 'Columns'), h('div', {}, COLUMNS.filter(column => !column.fixed).map(column =>
    toggle(column.title, !table.hidden.has(column.key), on => {
      if (on) table.hidden.delete(column.key);
      else table.hidden.add(column.key);
      drawHead();
      drawRows();
    }))));
  table.head = h('thead');
  table.body = h('tbody');
  table.more = h('div', { className: 'more' });
  content('trials').append(
    h('div', { className: 'bar' }, table.search, table.verdict, chooser, table.clear, table.count),
    h('div', { className: 'scroll', role: 'region', tabIndex: 0, 'aria-label': 'Trials' }, h('table', {}, table.head, table.body)),
    table.more);
  selection.onChange(content('trials'), drawRows);
  selection.onLight(trial => {
    table.body.querySelectorAll('tr.lit').forEach(row => row.classList.remove('lit'));
    const row = trial && table.body.querySelector(`[data-index="${trial.index}"]`);
    if (row) row.classList.add('lit');
  });
  drawHead();
  drawRows();
  addEventListener('beforeprint', () => { table.rows = Math.max(table.rows, 400); drawRows(); });
}

function filterVerdict(verdict) {
  table.verdict.value = verdict;
  selection.filter('verdict', verdict ? trial => trial.verdict === verdict : undefined);
}
