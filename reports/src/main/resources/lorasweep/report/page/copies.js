// Samples beside the training pictures they are nearest to.

function makeCopies() {
  const section = content('copies');
  const neighbours = [...report.pictures.neighbours].sort((a, b) => a.ratio - b.ratio);
  if (!neighbours.length) {
    section.append(h('p', { className: 'empty' }, 'No samples were compared with the training pictures.'));
    return;
  }
  section.append(h('p', { className: 'hint' }, 'A ratio of 1/3 or less means: more than three times nearer to one training picture than to any other, nearly a copy.'),
    h('div', { className: 'scroll' }, h('table', {},
      h('thead', {}, h('tr', {}, ['Sample', 'Nearest training picture', 'Ratio', 'Trial', 'Epoch'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, neighbours.slice(0, 60).map(pair => {
        const trial = trials[pair.trial];
        return h('tr', {}, h('td', {}, thumb(pair.sample_image, pair.sample)), h('td', {}, thumb(pair.nearest_image, pair.nearest)),
          h('td', { className: 'number' }, h('span', { className: pair.ratio < 1 / 3 ? 'mark' : '' }, pair.ratio.toFixed(2))), h('td', {}, trial.name), h('td', { className: 'number' }, String(pair.epoch)));
      })))));
}

const thumb = (source, text) => source ? h('img', { src: source, alt: text, title: text, width: 110, loading: 'lazy' }) : h('span', { className: 'mono' }, text);
