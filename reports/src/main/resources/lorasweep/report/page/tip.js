// The one tooltip of the page.

const tip = {
  box: h('div', { className: 'tip hidden', role: 'presentation' }),
  show(x, y, title, ...lines) {
    this.box.replaceChildren(h('b', {}, title), ...lines.filter(Boolean).map(text => h('div', {}, text)));
    this.box.classList.remove('hidden');
    const { width, height } = this.box.getBoundingClientRect();
    this.box.style.left = `${Math.max(4, x + 16 + width > innerWidth ? x - width - 12 : x + 16)}px`;
    this.box.style.top = `${Math.max(4, Math.min(y + 12, innerHeight - height - 6))}px`;
  },
  hide() { this.box.classList.add('hidden'); },
};
document.body.append(tip.box);
