// Lines over a common axis, up to thousands of them: uPlot draws them once, what the pointer is on is drawn above.

const AXIS_FONT = '12px system-ui, sans-serif';

/**
 * lines: [{trial, values, color, width, dash}]; x: rising numbers; options: {height, label, xLabel, format, splits,
 * bottom, overlay(context, chart, trial, colors), tipLines(trial, index), sync}
 */
function lineChart(box, x, lines, options) {
  const canvas = h('canvas', { className: 'overlay' });
  const values = lines.map(each => each.values);
  const nearest = (chart, index, top) => {
    let found;
    let distance = 40;
    for (const each of lines) {
      const value = each.values[index];
      if (value === undefined || value === null || each.dash) continue;
      const away = Math.abs(chart.valToPos(value, 'y') - top);
      if (away < distance) {
        distance = away;
        found = each.trial;
      }
    }
    return found;
  };
  const point = chart => {
    const { idx, left, top } = chart.cursor;
    if (idx === null || idx === undefined || left < 0) {
      tip.hide();
      selection.light(undefined);
      return;
    }
    const trial = nearest(chart, idx, top);
    selection.light(trial);
    if (!trial) return tip.hide();
    const over = chart.over.getBoundingClientRect();
    tip.show(over.left + left, over.top + top, trial.name, ...options.tipLines(trial, idx));
  };
  const axis = (label, extra) => ({
    label: label || undefined,
    labelFont: AXIS_FONT,
    labelSize: 22,
    font: AXIS_FONT,
    stroke: () => theme.color('soft'),
    grid: { stroke: () => theme.color('line'), width: 1 },
    ticks: { stroke: () => theme.color('line'), width: 1, size: 4 },
    ...extra,
  });
  const chart = new uPlot({
    width: Math.max(280, box.clientWidth),
    height: options.height || 360,
    legend: { show: false },
    cursor: {
      points: { show: false },
      focus: { prox: -1 },
      drag: { x: true, y: true, uni: 20 },
      sync: options.sync ? { key: options.sync, setSeries: false, scales: ['x', null] } : undefined,
    },
    scales: { x: { time: false }, y: { range: options.range } },
    axes: [
      axis(options.xLabel, { size: 30, values: (u, ticks) => ticks.map(tick => Number.isInteger(tick) ? tick : '') }),
      axis(options.label, { size: 62, values: (u, ticks) => ticks.map(options.format), splits: options.splits }),
    ],
    series: [{}, ...lines.map(each => ({
      stroke: each.color,
      width: each.width || 1.3,
      dash: each.dash,
      points: { show: each.values.filter(value => value !== undefined && value !== null).length < 3, size: 5 },
      spanGaps: true,
    }))],
    hooks: {
      setCursor: [chart => { if (chart.over.matches(':hover')) point(chart); }],
      draw: [() => above()],
      setSize: [() => above()],
    },
  }, [x, ...values], box);
  chart.root.append(canvas);
  chart.over.addEventListener('mouseleave', () => { tip.hide(); selection.light(undefined); });
  chart.over.addEventListener('click', () => { if (selection.lit) openTrial(selection.lit); });
  function above() {
    const source = chart && chart.ctx.canvas;
    if (!source) return;
    if (canvas.width !== source.width || canvas.height !== source.height) {
      canvas.width = source.width;
      canvas.height = source.height;
      canvas.style.width = source.style.width || `${source.width / devicePixelRatio}px`;
      canvas.style.height = source.style.height || `${source.height / devicePixelRatio}px`;
    }
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, canvas.width, canvas.height);
    const trial = selection.lit || options.resting;
    if (trial && options.overlay) {
      const { left, top, width, height } = chart.bbox;
      context.save();
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
      options.overlay(context, chart, trial);
      context.restore();
    }
  }
  return { chart, above, destroy: () => chart.destroy() };
}

/** Draws a line of values over the chart's x, in the chart's pixels. */
function strokeLine(context, chart, xs, ys, color, width, dash) {
  context.beginPath();
  let begun = false;
  ys.forEach((y, i) => {
    if (y === undefined || y === null) return;
    const px = chart.valToPos(xs[i], 'x', true);
    const py = chart.valToPos(y, 'y', true);
    if (begun) context.lineTo(px, py);
    else context.moveTo(px, py);
    begun = true;
  });
  context.strokeStyle = color;
  context.lineWidth = width * devicePixelRatio;
  context.setLineDash((dash || []).map(length => length * devicePixelRatio));
  context.stroke();
}

/** Puts values that are known at some x of their own onto the common axis. */
function aligned(common, own, values) {
  const places = new Map(own.map((x, i) => [x, i]));
  return common.map(x => places.has(x) ? values[places.get(x)] : undefined);
}

const union = lists => [...new Set(lists.flat())].sort((a, b) => a - b);
