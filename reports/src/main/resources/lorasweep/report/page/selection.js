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

  /**
   * What is in view follows at once, one part a frame, so that a brush answers quickly; the rest of the page follows
   * when the selection has come to rest.
   */
  announce() {
    const round = this.round = {};
    const isSeen = listener => {
      const { top, bottom } = listener.element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const seen = this.listeners.filter(isSeen);
    const run = queue => {
      if (this.round !== round || queue.length === 0) return;
      queue.shift().draw();
      requestAnimationFrame(() => run(queue));
    };
    run([...seen]);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => run(this.listeners.filter(listener => !seen.includes(listener))), 250);
  },

  /** Calls back when other trials are shown than before; the element is what is drawn then. */
  onChange(element, draw) { this.listeners.push({ element, draw }); },

  light(trial) {
    if (trial === this.lit) return;
    this.lit = trial;
    this.lightListeners.forEach(listener => listener(trial));
  },

  onLight(listener) { this.lightListeners.push(listener); },
};
