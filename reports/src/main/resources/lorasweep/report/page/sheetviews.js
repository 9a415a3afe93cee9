// What the rows and columns of a contact sheet are.

const samples = report.pictures.samples;
const isApart = picture => picture.text_encoder_weight !== undefined;

/** The two weights of a LoRA as people say them: U-Net, text encoder. */
const APART = new Map([
  ['1 1', 'all'], ['1 0', 'U-Net only'], ['1 0.5', 'U-Net + half text encoder'],
  ['0 1', 'text encoder only'], ['0.5 1', 'text encoder + half U-Net'],
]);
const partsOf = picture => `${picture.weight} ${picture.text_encoder_weight ?? picture.weight}`;

/** Each trial's drawn epoch that is nearest to its best one. */
const bestDrawn = (() => {
  const found = new Map();
  for (const picture of samples) {
    if (picture.trial === undefined || isApart(picture)) continue;
    const away = epoch => Math.abs(epoch - (trials[picture.trial].bestEpoch ?? Infinity));
    const known = found.get(picture.trial);
    if (known === undefined || away(picture.epoch) < away(known)) found.set(picture.trial, picture.epoch);
  }
  return found;
})();

/** The epoch of which a trial's networks were drawn apart. */
const apartDrawn = new Map(samples.filter(isApart).map(picture => [picture.trial, picture.epoch]));

const otherLevels = (trial, axis) => [...trial.levels.filter((level, i) => i !== axis), trial.seed].join(' ');
const otherNames = (trial, axis) => report.axes.map((other, i) => i === axis || other.levels.length < 2 ? '' : `${other.setting}=${other.levels[trial.levels[i]]}`).filter(Boolean).join(' ') || trial.name;
const sheetAxis = () => Number(sheets.axis);

/**
 * choices: what is chosen above the sheet · fits: whether a picture belongs there · row, column: where ·
 * rowName, columnName: what is written there · best: whether it is marked as the best epoch's
 */
const SHEET_VIEWS = {
  trials: {
    title: 'trials × epochs', choices: ['prompt', 'seed', 'weight'],
    fits: picture => selection.set.has(trials[picture.trial]) && !isApart(picture),
    row: picture => picture.trial, rowName: row => trials[row].name,
    column: picture => picture.epoch, columnName: epoch => `epoch ${epoch}`,
    best: picture => picture.epoch === trials[picture.trial].bestEpoch,
  },
  axis: {
    title: 'one setting side by side', choices: ['axis', 'prompt', 'seed', 'weight'], isOffered: () => report.axes.some(axis => axis.levels.length > 1),
    hint: 'Each row holds trials that are equal in everything else, each at its best epoch.',
    fits: picture => selection.set.has(trials[picture.trial]) && !isApart(picture) && picture.epoch === bestDrawn.get(picture.trial),
    row: picture => otherLevels(trials[picture.trial], sheetAxis()), rowName: (row, picture) => otherNames(trials[picture.trial], sheetAxis()),
    column: picture => risingLevels(report.axes[sheetAxis()]).indexOf(trials[picture.trial].levels[sheetAxis()]),
    columnName: column => { const axis = report.axes[sheetAxis()]; return `${axis.setting} ${axis.levels[risingLevels(axis)[column]]}`; },
    least: 2,
  },
  epochs: {
    title: 'one trial: prompts × epochs', choices: ['trial', 'seed', 'weight'],
    fits: picture => !isApart(picture),
    row: picture => picture.prompt, rowName: row => report.pictures.prompts[row],
    column: picture => picture.epoch, columnName: epoch => `epoch ${epoch}`,
    best: picture => picture.epoch === trials[picture.trial].bestEpoch,
  },
  weights: {
    title: 'one trial: epochs × weights', choices: ['trial', 'prompt', 'seed'],
    fits: picture => !isApart(picture),
    row: picture => picture.epoch, rowName: epoch => `epoch ${epoch}`,
    column: picture => picture.weight, columnName: weight => `weight ${weight}`,
  },
  apart: {
    title: 'U-Net and text encoder apart', choices: ['prompt'], isOffered: () => apartDrawn.size > 0,
    hint: 'At the end of each trial: which of the two networks taught what.',
    fits: picture => selection.set.has(trials[picture.trial]) && picture.epoch === apartDrawn.get(picture.trial)
      && APART.has(partsOf(picture)) && picture.seed === samples.find(isApart).seed,
    row: picture => picture.trial, rowName: row => trials[row].name,
    column: picture => [...APART.keys()].indexOf(partsOf(picture)), columnName: column => [...APART.values()][column],
  },
};
