// Commands to type.

/** One word of a POSIX shell. */
const quoted = word => /^[A-Za-z0-9_.\/:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function commands(trial) {
  const verb = `train --spec ${quoted(`${report.sweep.folder}/trials/${trial.id}/spec.json`)} --out again`;
  const file = trial.files[trial.bestEpoch];
  const picture = samples.find(each => each.trial === trial.index);
  return [
    ['Train it again here', `./sweep ${verb}`],
    ['… with spark-submit', `spark-submit --class lorasweep.cli.SweepCli --jars "$(ls k8s/target/lib/*.jar | paste -sd, -)" k8s/target/lib/sweep-core-*.jar ${verb}`],
    ...(file && picture ? [['See it on another checkpoint', `./sweep sample --base OTHER.safetensors --lora ${quoted(`${report.sweep.folder}/trials/${trial.id}/${file}`)} --prompt ${quoted(report.pictures.prompts[picture.prompt])} --seed ${picture.seed} --out other.png`]] : []),
  ];
}
