// What others can read: a table, the whole report, a summary to paste.

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** A field of a CSV; what a spreadsheet would take for a formula gets an apostrophe. */
function csvField(field) {
  const text = field === undefined || field === null ? '' : String(field);
  const safe = typeof field === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvText() {
  const header = ['id', 'name', 'status', ...report.axes.map(axis => axis.setting), 'seed', 'verdict', 'score', 'score_low', 'score_high', 'place', 'best_epoch', 'seconds'];
  const rows = trials.map(trial => [trial.id, trial.name, trial.status, ...report.axes.map((axis, i) => axis.numbers ? axis.numbers[trial.levels[i]] : trial.axisValues[i]), trial.seed,
    trial.verdict, trial.score && trial.score.mean, trial.score && trial.score.low, trial.score && trial.score.high, trial.place, trial.bestEpoch, trial.seconds]);
  return [header, ...rows].map(row => row.map(csvField).join(',')).join('\r\n');
}

function makeDownloads() {
  const base = report.sweep.name.replace(/[^A-Za-z0-9_-]+/g, '-');
  byId('downloads').append(h('div', { className: 'bar' },
    h('button', { type: 'button', onclick: () => download(`${base}.csv`, 'text/csv', csvText()) }, 'Table of trials (CSV)'),
    h('button', { type: 'button', onclick: async () => download(`${base}.json`, 'application/json', await unpack('report-data')) }, 'Whole report (JSON)'),
    h('button', { type: 'button', onclick: async () => download(`${base}.md`, 'text/markdown', await unpack('summary-data')) }, 'Summary to paste (Markdown)')));
}
