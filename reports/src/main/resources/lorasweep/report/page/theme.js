// Light and dark: as the system says, or as the button says.

const theme = {
  listeners: [],
  /** Colours that were asked for: a chart of a thousand lines asks a thousand times. */
  colors: new Map(),
  color(name) {
    if (!this.colors.has(name)) this.colors.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
    return this.colors.get(name);
  },
  verdict(verdict) { return this.color(verdict.toLowerCase()); },
  isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : this.system.matches;
  },
  system: matchMedia('(prefers-color-scheme: dark)'),
  onChange(listener) { this.listeners.push(listener); },
  changed() {
    this.colors.clear();
    this.listeners.forEach(listener => listener());
  },
};

const remembered = {
  get(key) { try { return sessionStorage.getItem(`lorasweep ${report.sweep.name} ${key}`); } catch { return null; } },
  set(key, text) { try { sessionStorage.setItem(`lorasweep ${report.sweep.name} ${key}`, text); } catch { /* a private window keeps nothing */ } },
};

{
  const chosen = remembered.get('theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
  const button = h('button', { type: 'button', id: 'theme', onclick: () => {
    document.documentElement.dataset.theme = theme.isDark() ? 'light' : 'dark';
    remembered.set('theme', document.documentElement.dataset.theme);
    label();
    theme.changed();
  } });
  const label = () => { button.textContent = theme.isDark() ? 'Light' : 'Dark'; };
  label();
  byId('tools').append(button);
  theme.system.addEventListener('change', () => { label(); theme.changed(); });
}
