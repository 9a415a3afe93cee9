// Which trials are shown, which one is pointed at. Everything on the page follows.

const selection = {
  filters: new Map(),
  shown: trials,
  set: new Set(trials),
  lit: undefined,
  listeners: [],
  lightListeners: [],

  /** Sets or, without a test, removes a filter. */
  filter(name, test) {
    if (test) this.filters.set(name, test);
    else if (!this.filters.delete(name)) return;
    const tests = [...this.filters.values()];
    this.shown = trials.filter(trial => tests.every(passes => passes(trial)));
    this.set = new Set(this.shown);
    this.announce();
  },

  /** Listeners run one a frame, so that a long page stays quick under the pointer. */
  announce() {
    const round = this.round = {};
    const queue = [...this.listeners];
    const next = () => {
      if (this.round !== round || queue.length === 0) return;
      queue.shift()();
      requestAnimationFrame(next);
    };
    next();
  },

  onChange(listener) { this.listeners.push(listener); },

  light(trial) {
    if (trial === this.lit) return;
    this.lit = trial;
    this.lightListeners.forEach(listener => listener(trial));
  },

  onLight(listener) { this.lightListeners.push(listener); },
};
