// Numbers and names as people read them.

const MINUS = '−';

function signed(number, digits) {
  const text = Math.abs(number).toFixed(digits);
  return (number < 0 && Number(text) !== 0 ? MINUS : number > 0 && Number(text) !== 0 ? '+' : '') + text;
}

/** A difference of scores as change in loss. */
function change(score) {
  const percent = Math.expm1(score) * 100;
  return `${signed(percent, Math.abs(percent) < 9.95 ? 1 : 0)} %`;
}

function interval(range) {
  return range.low === undefined ? 'interval unknown' : `${change(range.low)} to ${change(range.high)}`;
}

function plain(number) {
  if (number === undefined || number === null) return '';
  const size = Math.abs(number);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? String(Number(number.toPrecision(3)).toExponential()).replace('e+', 'e') : String(Number(number.toPrecision(4)));
}

function duration(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

const words = constant => constant.charAt(0) + constant.slice(1).toLowerCase().replaceAll('_', ' ');
const count = (number, what) => `${number} ${what}${number === 1 ? '' : 's'}`;
const verdictClass = verdict => `v-${verdict.toLowerCase()}`;
const value = setting => typeof setting === 'string' ? setting : JSON.stringify(setting);
