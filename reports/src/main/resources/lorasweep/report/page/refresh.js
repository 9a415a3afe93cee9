// While the sweep runs the file is written anew every minute; the page follows and keeps its place.

const REFRESH_SECONDS = 60;

function keepPlace() {
  remembered.set('place', JSON.stringify({
    scroll: scrollY, open: [...table.open].map(trial => trial.id), sort: table.sort, search: table.search.value, verdict: table.verdict.value,
  }));
}

function restorePlace() {
  const kept = JSON.parse(remembered.get('place') || 'null');
  if (!kept) return;
  table.sort = kept.sort;
  table.open = new Set(trials.filter(trial => kept.open.includes(trial.id)));
  table.search.value = kept.search;
  if (kept.search) selection.filter('search', searchTest(kept.search));
  if (kept.verdict) filterVerdict(kept.verdict);
  drawHead();
  drawRows();
  scrollTo(0, kept.scroll);
}

function makeRefresh() {
  if (!report.sweep.is_running) return;
  restorePlace();
  addEventListener('pagehide', keepPlace);
  let timer;
  const button = h('button', { type: 'button', onclick: () => { if (timer) pause(); else follow(); } });
  const pause = () => {
    clearTimeout(timer);
    timer = undefined;
    button.textContent = 'Follow again';
  };
  const follow = () => {
    timer = setTimeout(function renew() {
      if (document.querySelector('dialog[open]')) {
        timer = setTimeout(renew, 1000 * REFRESH_SECONDS);
        return;
      }
      location.reload();
    }, 1000 * REFRESH_SECONDS);
    button.textContent = 'Stop renewing';
  };
  follow();
  byId('running').append(button);
}
