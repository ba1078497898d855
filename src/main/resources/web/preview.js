// The first rows of a result: what was asked, and what came back.
import { html, nothing } from '/lib/lit-html.js';
import { get, run as at } from './api.js';
import { plain } from './format.js';

const FIRST = 3;
const BRIEF = 400;

/** A long text is folded up behind its beginning. */
const text = (whole) => whole.length <= BRIEF
  ? html`<pre tabindex="0">${plain(whole)}</pre>`
  : html`<details class="long"><summary>${plain(whole.slice(0, BRIEF))} …</summary><pre tabindex="0">${plain(whole)}</pre></details>`;

const part = (name, whole) => (whole ? html`<div><dt>${name}</dt><dd>${text(whole)}</dd></div>` : nothing);

const columns = (values) => html`<dl class="facts values">${Object.entries(values).map(([name, value]) => html`
  <div><dt>${plain(name)}</dt><dd>${plain(value.length > BRIEF ? `${value.slice(0, BRIEF)} …` : value)}</dd></div>`)}</dl>`;

const row = (one) => html`
  <li>
    <p><code>${one.record_id}</code> ${one.status === 'ok' ? nothing : html`<span class="tag">${one.status}</span>`}</p>
    ${one.prompt ? nothing : columns(one.row)}
    <dl class="turns">
      ${part('Prompt', one.prompt)}
      ${part('Answer', one.answer)}
      ${part('Why not', one.error)}
    </dl>
    ${Object.keys(one.values).length && one.status === 'ok' ? columns(one.values) : nothing}
  </li>`;

/** Read again only when the result is another one: after its rows were sent again. */
export default (id) => {
  let rows = [];
  let read;

  const refresh = async (run) => {
    if (!run.result || read === run.ended_at) return;
    rows = await get(`${at(id)}/rows?limit=${FIRST}`);
    read = run.ended_at;
  };

  const show = (run) => rows.length === 0 ? nothing : html`
    <section class="card">
      <h2>The result begins</h2>
      <ol class="preview" aria-label="First rows of the result">${rows.map(row)}</ol>
      ${run.records > rows.length ? html`<p class="muted">All rows are in the file, in the order of the data set.</p>` : nothing}
    </section>`;

  return { refresh, show };
};
