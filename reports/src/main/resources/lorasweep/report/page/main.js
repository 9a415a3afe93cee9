// Puts the page together; what is not in view is drawn when it comes into view.

/** Verdicts of the flag board filter the page; links to trials open them. */
function enliven() {
  document.querySelectorAll('.board li').forEach(item => {
    const tally = report.board.find(each => each.kind === item.dataset.kind);
    item.classList.toggle('none', tally.trials.length === 0);
    const members = new Set(tally.trials);
    const button = h('button', { type: 'button', className: 'tally', 'aria-pressed': 'false', disabled: !members.size, onclick: () => {
      const isChosen = item.classList.toggle('chosen');
      button.setAttribute('aria-pressed', String(isChosen));
      selection.filter(`board ${tally.kind}`, isChosen ? trial => members.has(trial.index) : undefined);
    } }, ...item.querySelector('.tally').childNodes);
    item.querySelector('.tally').replaceWith(button);
  });
  document.addEventListener('filters-cleared', () => document.querySelectorAll('.board li.chosen').forEach(item => {
    item.classList.remove('chosen');
    item.querySelector('button').setAttribute('aria-pressed', 'false');
  }));
  document.querySelectorAll('a[data-trial]').forEach(link => link.addEventListener('click', event => {
    event.preventDefault();
    openTrial(trials[Number(link.dataset.trial)]);
  }));
  document.querySelectorAll('main > section .command').forEach(command => command.append(copyButton(command.querySelector('code').textContent)));
}

function followSections() {
  const links = new Map([...document.querySelectorAll('.top nav a')].map(link => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver(entries => entries.forEach(entry => {
    const link = links.get(entry.target.id);
    if (link) link.classList.toggle('here', entry.isIntersecting);
  }), { rootMargin: '-30% 0px -60% 0px' });
  document.querySelectorAll('main > section').forEach(section => watch.observe(section));
}

enliven();
makeTable();
makeCurves();
makeClassic();
makeHeatmaps();
makeParallel();
makeImportance();
makeWeights();
makeSheets();
makeCopies();
makeCost();
makeDownloads();
makeRefresh();
followSections();
document.documentElement.dataset.ready = 'yes';
performance.mark('ready');
