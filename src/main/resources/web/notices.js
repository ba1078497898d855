// Who was told of a run, how that went, and telling them again.
import { html, nothing } from '/lib/lit-html.js';
import { Trouble, get, post, run as at } from './api.js';
import { say } from './ask.js';
import { plural } from './format.js';
import { pill, time, trouble } from './parts.js';

const WORDS = { waiting: 'waiting', delivered: 'delivered', 'given-up': 'given up' };
const TONES = { waiting: 'busy', delivered: 'good', 'given-up': 'bad' };

/** The notices of one run. */
export default (id, draw) => {
  let list = [];
  let lost;

  const refresh = async () => {
    list = await get(`${at(id)}/notifications`);
  };
  const again = async (notice) => {
    lost = undefined;
    try {
      await post(`/api/notifications/${encodeURIComponent(notice.id)}/redeliver`);
      say(`${notice.target} will be told again.`);
      await refresh();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      lost = error;
    }
    draw();
  };

  const attempt = (one) => html`<li>${time(one.at)} <span>${one.outcome}</span></li>`;

  const line = (one) => html`
    <li class="notice">
      <div class="head">
        <b>${one.event}</b>${pill(WORDS[one.state] ?? one.state, TONES[one.state])}<span class="muted">${time(one.at)}</span>
        <button class="quiet" ?disabled=${one.state === 'waiting'} @click=${() => again(one)}>Send again<span class="hidden">: ${one.event} to ${one.target}</span></button>
      </div>
      <p><code class="uri">${one.target}</code></p>
      ${one.attempts.length
        ? html`<details ?open=${one.state === 'given-up'}><summary>${plural(one.attempts.length, 'attempt')}</summary><ol class="attempts">${one.attempts.map(attempt)}</ol></details>`
        : html`<p class="muted">Not sent yet.</p>`}
    </li>`;

  const show = () => list.length === 0 ? nothing : html`
    <section class="card">
      <h2>Notifications</h2>
      ${trouble(lost)}
      <ul class="notices">${list.map(line)}</ul>
    </section>`;

  return { refresh, show };
};
