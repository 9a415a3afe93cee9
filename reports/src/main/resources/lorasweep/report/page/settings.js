// Settings as kohya's TOML and commands to type.

function tomlText(text) {
  return `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, c => ({ '\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t' })[c]
    ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

function tomlValue(setting) {
  if (typeof setting === 'string') return tomlText(setting);
  if (Array.isArray(setting)) return `[${setting.map(tomlValue).join(', ')}]`;
  return String(setting);
}

/** A preset that trains the trial again; lorasweep reads it, and kohya's sd-scripts read what is theirs. */
function kohyaToml(trial) {
  const lines = Object.entries({ ...allSettings(trial), seed: trial.seed })
    .filter(([, setting]) => setting !== null && typeof setting !== 'object' || Array.isArray(setting))
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, setting]) => `${name} = ${tomlValue(setting)}`);
  return `# ${trial.id} of sweep ${report.sweep.name.replace(/[\u0000-\u001f\u007f]/g, ' ')}\n${lines.join('\n')}\n`;
}

/** One word of a POSIX shell. */
const quoted = word => /^[A-Za-z0-9_.\/:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function commands(trial) {
  const spec = quoted(`${report.sweep.folder}/trials/${trial.id}/spec.json`);
  const verb = `train --spec ${spec} --out again`;
  return [
    ['Train it again here', `./sweep ${verb}`],
    ['Train it again on Spark', `spark-submit --class lorasweep.cli.SweepCli --jars "$(ls lib/*.jar | paste -sd,)" lib/lorasweep.jar ${verb}`],
  ];
}
