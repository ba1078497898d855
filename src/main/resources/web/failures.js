// Messages that no route could handle.
import { html } from '/lib/lit-html.js';
import { Trouble, get, post } from './api.js';
import { say } from './ask.js';
import { plain } from './format.js';
import { empty, time, trouble } from './parts.js';

/** What went wrong, without the names of what passed it on. */
const inWords = (reason) => reason.replace(/^.*(?:Exception|Error): /s, '') || reason;

export default (draw) => {
  let list = [];
  let lost;

  const refresh = async () => {
    list = await get('/api/failures');
  };
  const redrive = async (note) => {
    lost = undefined;
    try {
      await post(`/api/failures/${encodeURIComponent(note.id)}/redrive`);
      say(`Sent to ${note.queue} again.`);
      await refresh();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      lost = error;
    }
    draw();
  };

  const note = (one) => html`
    <li class="card">
      <div class="head">
        <h2>${one.route}</h2>
        <span class="muted">${time(one.at)}</span>
        <button class="quiet" @click=${() => redrive(one)}>Redrive<span class="hidden"> to ${one.queue}</span></button>
      </div>
      <p class="bad-text">${plain(inWords(one.reason))}</p>
      <details><summary>The whole reason, and the message</summary>
        <pre tabindex="0">${plain(one.reason)}</pre><pre tabindex="0">${plain(one.message)}</pre></details>
    </li>`;

  const show = () => html`
    <h1>Failures</h1>
    <p class="lead">Messages that a route gave up on, after trying again. Nothing is lost by that: what is open becomes overdue and is
      taken up again. Redrive sends a message to its queue once more.</p>
    ${trouble(lost)}
    ${list.length ? html`<ul class="plain">${list.map(note)}</ul>` : empty('Nothing has failed.')}`;

  return { title: () => 'Failures', refresh, show };
};
