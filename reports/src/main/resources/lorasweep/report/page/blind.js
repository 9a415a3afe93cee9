// Two pictures without names: which is better? Votes are kept in this browser.

const votes = {
  key: `lorasweep votes ${report.sweep.name}`,
  list: [],
  load() { try { this.list = JSON.parse(localStorage.getItem(this.key)) || []; } catch { this.list = []; } },
  add(vote) {
    this.list.push(vote);
    try { localStorage.setItem(this.key, JSON.stringify(this.list)); } catch { /* kept until the page is left */ }
  },
};

/** Pictures that may meet: each trial at its best epoch that was drawn, same prompt, seed and weight. */
function contenders() {
  const groups = new Map();
  for (const picture of samples) {
    if (picture.trial === undefined || isApart(picture) || picture.weight !== 1 || !selection.set.has(trials[picture.trial])) continue;
    const key = `${picture.prompt} ${picture.seed}`;
    const group = groups.get(key) || new Map();
    const best = trials[picture.trial].bestEpoch ?? Infinity;
    const known = group.get(picture.trial);
    if (!known || Math.abs(picture.epoch - best) < Math.abs(known.epoch - best)) group.set(picture.trial, picture);
    groups.set(key, group);
  }
  return [...groups.values()].map(group => [...group.values()]).filter(group => group.length > 1);
}

function startBlind() {
  votes.load();
  const groups = contenders();
  const body = h('div', { className: 'blind' });
  const dialog = h('dialog', { 'aria-label': 'Blind comparison', onclose: () => dialog.remove() }, body);
  document.body.append(dialog);
  if (!groups.length) body.append(h('p', {}, 'Needs pictures of two trials with the same prompt and seed at weight 1.'), h('button', { type: 'button', onclick: () => dialog.close() }, 'Close'));
  else ask(body, dialog, groups);
  dialog.showModal();
}

function ask(body, dialog, groups) {
  const group = groups[Math.floor(Math.random() * groups.length)];
  const first = Math.floor(Math.random() * group.length);
  const second = (first + 1 + Math.floor(Math.random() * (group.length - 1))) % group.length;
  const pair = [group[first], group[second]];
  const vote = choice => {
    votes.add({ a: trials[pair[0].trial].id, b: trials[pair[1].trial].id, prompt: pair[0].prompt, seed: pair[0].seed, choice });
    ask(body, dialog, groups);
  };
  const side = (picture, choice, name) => h('figure', {}, h('button', { type: 'button', className: 'picture', onclick: () => vote(choice), 'aria-label': `${name} is better` },
    h('img', { src: pictureSource(picture), alt: `${name} picture` })));
  body.replaceChildren(
    h('p', {}, report.pictures.prompts[pair[0].prompt]),
    h('div', { className: 'pair' }, side(pair[0], 'a', 'Left'), side(pair[1], 'b', 'Right')),
    h('div', { className: 'bar' },
      h('button', { type: 'button', onclick: () => vote('a') }, 'Left'),
      h('button', { type: 'button', onclick: () => vote('equal') }, 'Equal'),
      h('button', { type: 'button', onclick: () => vote('b') }, 'Right'),
      h('button', { type: 'button', onclick: () => reveal(body, dialog) }, `Reveal ${count(votes.list.length, 'vote')}`),
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Close')));
}

/** Share of comparisons won, an equal one counting half. */
function tallyVotes() {
  const tallies = new Map();
  const add = (id, won) => {
    const tally = tallies.get(id) || { id, won: 0, of: 0 };
    tally.won += won;
    tally.of += 1;
    tallies.set(id, tally);
  };
  for (const vote of votes.list) {
    add(vote.a, { a: 1, equal: 0.5, b: 0 }[vote.choice]);
    add(vote.b, { a: 0, equal: 0.5, b: 1 }[vote.choice]);
  }
  return [...tallies.values()].sort((x, y) => y.won / y.of - x.won / x.of);
}

function reveal(body, dialog) {
  const name = id => (trials.find(trial => trial.id === id) || { name: id }).name;
  body.replaceChildren(h('table', {},
    h('thead', {}, h('tr', {}, ['Trial', 'Won', 'Compared'].map(title => h('th', { scope: 'col' }, title)))),
    h('tbody', {}, tallyVotes().map(tally => h('tr', {}, h('th', { scope: 'row' }, name(tally.id)), h('td', { className: 'number' }, `${Math.round(100 * tally.won / tally.of)} %`), h('td', { className: 'number' }, String(tally.of)))))),
  h('div', { className: 'bar' },
    h('button', { type: 'button', onclick: () => download('votes.json', 'application/json', JSON.stringify(votes.list)) }, 'Save votes'),
    h('button', { type: 'button', onclick: () => dialog.close() }, 'Close')));
}
