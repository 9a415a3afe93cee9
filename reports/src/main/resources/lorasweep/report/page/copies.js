// Samples beside the training pictures they are nearest to.

const COPIES_AT_ONCE = 8;

function makeCopies() {
  const section = content('copies');
  const neighbours = report.pictures.neighbours;
  const byFile = new Map(samples.map(picture => [picture.file, picture]));
  if (!neighbours.length) {
    section.append(h('p', { className: 'empty' }, 'No samples were compared with the training pictures.'));
    return;
  }
  const rows = h('tbody');
  let shown = 0;
  const more = h('button', { type: 'button', onclick: () => show() }, 'Show more');
  section.append(h('p', { className: 'hint' }, 'A ratio of 1/3 or less means: more than three times nearer to one training picture than to any other, nearly a copy.'),
    h('div', { className: 'scroll' }, h('table', {},
      h('thead', {}, h('tr', {}, ['Sample', 'Nearest training picture', 'Ratio', 'Trial', 'Epoch'].map(title => h('th', { scope: 'col' }, title)))),
      rows)), h('div', { className: 'more' }, more));
  const show = () => {
    const next = neighbours.slice(shown, shown + COPIES_AT_ONCE);
    shown += next.length;
    more.classList.toggle('hidden', shown >= neighbours.length);
    rows.append(...next.map(pair => h('tr', {},
      h('td', {}, byFile.has(pair.sample) ? pictureButton(byFile.get(pair.sample)) : pair.sample),
      h('td', {}, nearestPicture(pair)),
      h('td', { className: 'number' }, h('span', { className: pair.ratio < 1 / 3 ? 'mark' : '' }, pair.ratio.toFixed(2))),
      h('td', {}, trials[pair.trial].name), h('td', { className: 'number' }, String(pair.epoch)))));
  };
  show();
}

/** The training picture as it was compared with the sample, or its hash where no copy of it was kept. */
function nearestPicture(pair) {
  if (!pair.thumbnail) return h('span', { className: 'mono', title: pair.nearest }, pair.nearest.slice(0, 12));
  return h('img', { className: 'thumbnail', src: pictureSource(pair), alt: `Training picture ${pair.nearest.slice(0, 12)}`, title: pair.nearest, loading: 'lazy', decoding: 'async' });
}
