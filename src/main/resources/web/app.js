// Shows the page that the address names, and keeps it up to date.
import { render } from '/lib/lit-html.js';
import { Trouble, token } from './api.js';
import { askToken, say } from './ask.js';
import { listen } from './live.js';
import { empty, trouble } from './parts.js';
import runs from './runs.js';
import run from './run.js';
import drop from './drop.js';
import slots from './slots.js';
import costs from './costs.js';
import failures from './failures.js';
import prompts from './prompts.js';

const pages = [
  [/^#?\/?$/, runs],
  [/^#\/runs\/([a-z0-9-]+)$/, run],
  [/^#\/drop$/, drop],
  [/^#\/slots$/, slots],
  [/^#\/costs$/, costs],
  [/^#\/failures$/, failures],
  [/^#\/prompts$/, prompts],
];

const main = document.getElementById('main');
main.replaceChildren(); // what stood there while the scripts were loaded
let shown;
let drawing = false;

/** Draws the page as it is now, once, however often it is asked for. */
const draw = () => {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    render(shown.lost ? trouble(shown.lost) : shown.ready ? shown.page.show() : empty('Loading …'), main);
    document.title = `${shown.page.title()} · Caravan`;
  });
};

/** Asks again, once at a time; what changed meanwhile is asked for afterwards. */
const refresh = async (place) => {
  if (place.asking) {
    place.again = true;
    return;
  }
  place.asking = true;
  do {
    place.again = false;
    try {
      await place.page.refresh();
      place.ready = true;
      place.lost = undefined;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (!place.ready) place.lost = error;
    }
    if (place === shown) draw();
  } while (place.again && place === shown);
  place.asking = false;
};

const open = (moved) => {
  if (location.hash === '#main') return; // the link that skips
  const [pattern, page] = pages.find(([one]) => one.test(location.hash)) ?? pages[0];
  shown = { page: page(draw, ...(pattern.exec(location.hash)?.slice(1) ?? [])) };
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === location.hash || (link.hash === '#/' && page === runs)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  draw();
  refresh(shown);
  if (moved) {
    say(''); // what was said was about another page
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
};

addEventListener('token', () => askToken((text) => {
  token.set(text);
  refresh(shown);
}));
addEventListener('hashchange', () => open(true));
open(false);

listen(
  (change) => {
    if (shown.page.cares?.(change) ?? true) refresh(shown);
  },
  (state) => {
    const live = document.getElementById('live');
    live.textContent = state;
    live.dataset.state = state;
  },
);
