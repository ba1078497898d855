// All runs, the newest first.
import { html, nothing } from '/lib/lit-html.js';
import { page } from './api.js';
import { brief, number, usd } from './format.js';
import { bar, counts, empty, end, fact, pill, time } from './parts.js';

const STATES = ['', 'running', 'done', 'failed', 'cancelled', 'planned'];

const card = (run) => html`
  <li class="run">
    <div class="who">
      <p><a href="#/runs/${run.id}">${run.id}</a> ${pill(run.state)}</p>
      <p class="muted">${run.model_id} · ${time(run.accepted_at)}</p>
      ${run.waiting ? html`<p class="why">${run.waiting}</p>` : nothing}
      ${run.reason ? html`<p class="why bad-text">${run.reason}</p>` : nothing}
    </div>
    <div class="far">
      ${run.state === 'planned' ? nothing : bar(run)}
      <p>${counts(run)}</p>
      ${run.pace ? html`<p class="muted">${number(Math.round(run.pace.records_per_minute))} a minute, ends ${end(run)}</p>` : nothing}
    </div>
    <dl class="facts small">
      ${fact('cost', run.state === 'planned' || run.cost_usd === undefined ? nothing : html`<b>${usd(run.cost_usd)}</b>`)}
      ${fact('tokens', run.input_tokens ? `${brief(run.input_tokens)} in, ${brief(run.output_tokens)} out` : nothing)}
    </dl>
  </li>`;

export default (draw) => {
  let list = [];
  let pages = 1;
  let more = false;
  let state = '';

  const refresh = async () => {
    const wanted = state;
    let path = `/api/runs?limit=50${state ? `&state=${state}` : ''}`;
    const found = [];
    for (let read = 0; read < pages && path; read++) {
      const { body, next } = await page(path);
      found.push(...body);
      path = next;
    }
    if (wanted !== state) return;
    list = found;
    more = Boolean(path);
  };
  const again = () => refresh().then(draw);
  const choose = (event) => {
    state = event.target.value;
    pages = 1;
    again();
  };
  const further = () => {
    pages++;
    again();
  };

  const show = () => html`
    <div class="head">
      <h1>Runs</h1>
      <label class="inline">State
        <select @change=${choose}>${STATES.map((one) => html`<option value=${one} ?selected=${one === state}>${one || 'all'}</option>`)}</select>
      </label>
      <a class="button loud" href="#/drop">New run</a>
    </div>
    ${list.length === 0
      ? empty(state ? `No run is ${state}.` : 'No runs yet. Drop a run.json into the inbox, or make one here.')
      : html`<ul class="runs" aria-label="Runs">${list.map(card)}</ul>`}
    ${more ? html`<button class="quiet" @click=${further}>Older runs</button>` : nothing}`;

  return { title: () => 'Runs', refresh, show };
};
