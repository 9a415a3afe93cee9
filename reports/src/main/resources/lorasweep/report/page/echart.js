// A chart by Apache ECharts: drawn when it comes into view, drawn again for another theme, size or selection.

const charts = [];

function echart(section, height, make, describe) {
  const box = h('div', { className: 'chart', role: 'img' });
  box.style.height = `${height}px`;
  section.append(box);
  const state = { box, chart: undefined, draw() {}, ready() {} };
  whenNear(box, () => {
    if (state.chart) return;
    state.draw = () => {
      if (!state.chart) state.chart = echarts.init(box, undefined, { renderer: 'canvas' });
      state.chart.setOption({ ...frame(), ...make(state.chart) }, { notMerge: true });
    };
    state.draw();
    state.ready(state.chart);
    state.chart.on('mousemove', event => {
      const said = describe(event);
      if (said) tip.show(event.event.event.clientX, event.event.event.clientY, ...said);
      else tip.hide();
    });
    state.chart.on('mouseout', () => { tip.hide(); selection.light(undefined); });
  });
  box.setAttribute('aria-label', section.closest('section').querySelector('h2').textContent);
  charts.push(state);
  return state;
}

const frame = () => ({
  animation: false,
  tooltip: { show: false },
  textStyle: { fontFamily: 'system-ui, sans-serif', color: theme.color('soft') },
});

const axisStyle = () => ({
  axisLine: { lineStyle: { color: theme.color('line') } },
  axisTick: { lineStyle: { color: theme.color('line') } },
  axisLabel: { color: theme.color('soft') },
  nameTextStyle: { color: theme.color('soft') },
  splitLine: { lineStyle: { color: theme.color('line') } },
});

theme.onChange(() => charts.forEach(state => state.draw()));
addEventListener('resize', () => charts.forEach(state => state.chart && state.chart.resize()));
addEventListener('beforeprint', () => charts.forEach(state => state.chart && state.chart.resize()));
