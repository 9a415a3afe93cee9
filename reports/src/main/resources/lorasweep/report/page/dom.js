// Elements from names, attributes and children. Texts become text nodes: nothing here ever parses markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node && name !== 'list' && !(node instanceof SVGElement)) node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(3).filter(child => child !== undefined && child !== null && child !== false));
  return node;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const byId = id => document.getElementById(id);
const content = section => document.querySelector(`#${section} .content`);

function choice(label, options, value, onchange) {
  const select = h('select', { onchange: () => onchange(select.value) },
    options.map(([key, text]) => h('option', { value: key, selected: key === value }, text)));
  return h('label', {}, label, select);
}

function toggle(label, checked, onchange) {
  const box = h('input', { type: 'checkbox', checked, onchange: () => onchange(box.checked) });
  return h('label', {}, box, label);
}

/** Calls back once, when the element comes near the window; charts that nobody looks at cost nothing. */
function whenNear(element, callback) {
  const watch = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      watch.disconnect();
      callback();
    }
  }, { rootMargin: '300px' });
  watch.observe(element);
  addEventListener('beforeprint', () => { watch.disconnect(); callback(); }, { once: true });
}

function copyButton(text) {
  const button = h('button', { type: 'button', onclick: async () => {
    const area = h('textarea', { value: text, className: 'sr' });
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    button.textContent = copied ? 'Copied' : 'Press Ctrl-C';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  } }, 'Copy');
  return button;
}
