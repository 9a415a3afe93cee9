// Contact sheets: sample pictures side by side, one magnified beside the base's.

const sheets = { view: 'trials', trial: undefined, prompt: '0', seed: undefined, weight: undefined, side: 150, zoomList: [] };

const samples = report.pictures.samples;
const baseOf = picture => samples[picture.base];
const inlined = new Map([...document.querySelectorAll('script[data-picture]')].map(element => [element.dataset.picture, element]));

/** The thumbnail out of this file, or beside it, or the picture itself; file names are escaped part by part. */
function pictureSource(picture) {
  const element = inlined.get(picture.thumbnail);
  return element ? `data:image/jpeg;base64,${element.textContent}` : fileSource(picture.thumbnail || picture.file);
}

/** A file below the report's folder. */
const fileSource = path => path.split('/').filter(part => part !== '..' && part !== '.' && part !== '').map(encodeURIComponent).join('/');

function pictureText(picture) {
  const who = picture.trial === undefined ? 'base without a LoRA' : `${trials[picture.trial].name}, epoch ${picture.epoch}, weight ${picture.weight}`;
  return `${who}, seed ${picture.seed}: ${report.pictures.prompts[picture.prompt]}`;
}

function pictureButton(picture, list) {
  return h('button', { type: 'button', className: 'picture', title: pictureText(picture), onclick: () => zoom(picture, list || [picture]) },
    h('img', { src: pictureSource(picture), alt: pictureText(picture), loading: 'lazy', decoding: 'async' }));
}

function makeSheets() {
  const section = content('sheets');
  if (!samples.length) {
    section.append(h('p', { className: 'empty' }, 'No sample pictures were drawn: samples in the grid file asks for them.'));
    return;
  }
  const drawn = ranked.filter(trial => samples.some(picture => picture.trial === trial.index));
  const numbers = key => union([samples.filter(picture => picture.trial !== undefined).map(picture => picture[key])]);
  sheets.trial = String((report.pick ? trials[report.pick.trial] : drawn[0] || ranked[0]).index);
  sheets.seed = String(numbers('seed')[0]);
  sheets.weight = String(numbers('weight').includes(1) ? 1 : numbers('weight')[0]);
  const controls = h('div', { className: 'bar' });
  const sheet = h('div', { className: 'sheet', tabIndex: 0, role: 'region', 'aria-label': 'Contact sheet' });
  const set = (key, redrawControls) => chosen => {
    sheets[key] = chosen;
    if (redrawControls) drawControls();
    draw();
  };
  const drawControls = () => controls.replaceChildren(...[
    choice('Sheet', [['trials', 'trials × epochs'], ['epochs', 'one trial: prompts × epochs'], ['weights', 'one trial: epochs × weights']], sheets.view, set('view', true)),
    sheets.view !== 'trials' && choice('Trial', drawn.map(trial => [String(trial.index), trial.name]), sheets.trial, set('trial')),
    sheets.view !== 'epochs' && choice('Prompt', report.pictures.prompts.map((prompt, i) => [String(i), prompt.length > 60 ? `${prompt.slice(0, 58)}…` : prompt]), sheets.prompt, set('prompt')),
    numbers('seed').length > 1 && choice('Seed', numbers('seed').map(seed => [String(seed), String(seed)]), sheets.seed, set('seed')),
    sheets.view !== 'weights' && numbers('weight').length > 1 && choice('Weight', numbers('weight').map(weight => [String(weight), String(weight)]), sheets.weight, set('weight')),
    h('label', {}, 'Size', h('input', { type: 'range', min: 70, max: 420, value: sheets.side, 'aria-label': 'Size of pictures', oninput: event => sheet.style.setProperty('--side', `${event.target.value}px`) })),
    h('button', { type: 'button', onclick: () => startBlind() }, 'Compare blind'),
  ].filter(Boolean));
  const draw = () => drawSheet(sheet, drawn);
  const linked = samples.filter(picture => !inlined.has(picture.thumbnail)).length;
  section.append(controls, sheet, linked ? h('p', { className: 'hint' }, `${linked} of ${samples.length} pictures are links to files beside this one, so pass the whole folder on.`) : '');
  drawControls();
  whenNear(sheet, () => {
    draw();
    selection.onChange(sheet, draw);
  });
}

function drawSheet(sheet, drawn) {
  const own = picture => sheets.view === 'trials' || String(picture.trial) === sheets.trial;
  const fits = picture => String(picture.seed) === sheets.seed
    && (sheets.view === 'epochs' || String(picture.prompt) === sheets.prompt)
    && (sheets.view === 'weights' || String(picture.weight) === sheets.weight);
  const list = samples.filter(picture => picture.trial !== undefined && own(picture) && fits(picture) && (sheets.view !== 'trials' || selection.set.has(trials[picture.trial])));
  const rowOf = { trials: picture => picture.trial, epochs: picture => picture.prompt, weights: picture => picture.epoch }[sheets.view];
  const columnOf = sheets.view === 'weights' ? picture => picture.weight : picture => picture.epoch;
  const rowName = { trials: row => trials[row].name, epochs: row => report.pictures.prompts[row], weights: row => `epoch ${row}` }[sheets.view];
  const present = new Set(list.map(rowOf));
  const rows = sheets.view === 'trials' ? drawn.map(trial => trial.index).filter(index => present.has(index)).slice(0, 60) : [...present].sort((a, b) => a - b);
  const columns = union([list.map(columnOf)]);
  const at = new Map(list.map(picture => [`${rowOf(picture)} ${columnOf(picture)}`, picture]));
  const columnName = column => sheets.view === 'weights' ? `weight ${column}` : `epoch ${column}`;
  sheet.replaceChildren(h('table', {},
    h('thead', {}, h('tr', {}, h('td'), h('th', { scope: 'col' }, 'base'), columns.map(column => h('th', { scope: 'col' }, columnName(column))))),
    h('tbody', {}, rows.map(row => {
      const cells = columns.map(column => at.get(`${row} ${column}`));
      const inRow = cells.filter(Boolean);
      const base = inRow.length ? baseOf(inRow[0]) : undefined;
      const best = sheets.view === 'weights' ? undefined : trials[sheets.view === 'trials' ? row : Number(sheets.trial)].bestEpoch;
      return h('tr', {}, h('th', { scope: 'row' }, rowName(row)),
        h('td', {}, base ? pictureButton(base, [base, ...inRow]) : missing()),
        cells.map((picture, i) => {
          const cell = h('td', {}, picture ? pictureButton(picture, inRow) : missing());
          if (picture && columns[i] === best) cell.firstChild.classList.add('marked');
          return cell;
        }));
    }))));
  if (!list.length) sheet.replaceChildren(h('p', { className: 'empty' }, 'No picture of what is shown.'));
}

const missing = () => h('div', { className: 'missing' }, '–');

/** One picture large beside the base's, arrow keys go along the row, D shows what differs. */
function zoom(picture, list) {
  let current = list.indexOf(picture);
  let differs = false;
  const body = h('div', { className: 'pair' });
  const dialog = h('dialog', { 'aria-label': 'Picture', onclose: () => dialog.remove() });
  const draw = () => {
    const shown = list[current];
    const base = shown.trial === undefined ? undefined : baseOf(shown);
    body.replaceChildren(
      base ? h('figure', {}, large(base), h('figcaption', {}, pictureText(base))) : '',
      h('figure', {}, differs && base ? difference(base, shown) : large(shown), h('figcaption', {}, pictureText(shown))));
  };
  const go = step => {
    current = (current + step + list.length) % list.length;
    draw();
  };
  const flipDifference = () => {
    differs = !differs;
    button.setAttribute('aria-pressed', String(differs));
    draw();
  };
  const button = h('button', { type: 'button', 'aria-pressed': 'false', onclick: flipDifference }, 'Difference from the base (D)');
  dialog.append(h('div', { className: 'bar' },
    h('button', { type: 'button', onclick: () => go(-1) }, '← before'), h('button', { type: 'button', onclick: () => go(1) }, 'next →'),
    button, h('button', { type: 'button', onclick: () => dialog.close() }, 'Close')), body);
  dialog.addEventListener('keydown', event => {
    if (event.key === 'ArrowLeft') go(-1);
    else if (event.key === 'ArrowRight') go(1);
    else if (event.key.toLowerCase() === 'd') flipDifference();
  });
  document.body.append(dialog);
  draw();
  dialog.showModal();
}

/** The full size where it can be had, else the thumbnail. */
function large(picture) {
  const image = h('img', { src: fileSource(picture.file), alt: pictureText(picture) });
  image.addEventListener('error', () => { image.src = pictureSource(picture); }, { once: true });
  return image;
}

function difference(base, picture) {
  const canvas = h('canvas', { role: 'img', 'aria-label': 'What differs from the base' });
  const images = [base, picture].map(each => Object.assign(new Image(), { src: pictureSource(each) }));
  Promise.all(images.map(image => image.decode())).then(() => {
    canvas.width = images[1].naturalWidth;
    canvas.height = images[1].naturalHeight;
    const context = canvas.getContext('2d');
    context.drawImage(images[0], 0, 0, canvas.width, canvas.height);
    context.globalCompositeOperation = 'difference';
    context.drawImage(images[1], 0, 0);
  });
  return canvas;
}
