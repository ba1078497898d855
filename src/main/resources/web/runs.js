// All runs, the newest first.
import { html, nothing } from '/lib/lit-html.js';
import { get, page } from './api.js';
import { brief, number, plain, plural, usd } from './format.js';
import { bar, counts, empty, end, fact, named, outcome, over, time } from './parts.js';

const STATES = ['', 'running', 'done', 'failed', 'cancelled', 'planned'];

const card = (run) => html`
  <li class="run">
    <div class="who">
      <h2><a href="#/runs/${run.id}">${named(run.id)}</a> ${outcome(run)}</h2>
      <p class="muted">${run.model_id} · ${time(run.accepted_at)}</p>
      ${run.waiting ? html`<p class="why">${run.waiting}</p>` : nothing}
      ${run.reason ? html`<p class="why bad-text">${plain(run.reason)}</p>` : nothing}
    </div>
    <div class="far">
      ${run.state === 'planned' || (over(run) && !run.records) ? nothing : bar(run)}
      <p>${counts(run)}</p>
      ${run.pace ? html`<p class="muted">${number(Math.round(run.pace.records_per_minute))} rows a minute, ends ${end(run)}</p>` : nothing}
    </div>
    <dl class="facts small">
      ${fact('cost', run.cost_usd ? html`<b>${usd(run.cost_usd)}</b>` : nothing)}
      ${fact('tokens', run.input_tokens ? `${brief(run.input_tokens)} in, ${brief(run.output_tokens)} out` : nothing)}
    </dl>
  </li>`;

export default (draw) => {
  let list = [];
  let pools = [];
  let pages = 1;
  let more = false;
  let state = '';

  const refresh = async () => {
    const wanted = state;
    pools = await get('/api/slots');
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

  const busy = () => {
    const moving = list.filter((run) => !over(run)).length;
    const sum = (what) => pools.reduce((all, one) => all + one[what], 0);
    const slots = pools.length ? ` · ${number(sum('inUse'))} of ${plural(sum('limit'), 'slot')} in use` : '';
    return `${moving ? plural(moving, 'run') : 'Nothing'} under way${slots}`;
  };

  const show = () => html`
    <div class="head">
      <h1>Runs</h1>
      <label class="inline">State
        <select @change=${choose}>${STATES.map((one) => html`<option value=${one} ?selected=${one === state}>${one || 'all'}</option>`)}</select>
      </label>
      <a class="button loud" href="#/drop">New run</a>
    </div>
    ${list.length && !state ? html`<p class="lead">${busy()}</p>` : nothing}
    ${list.length === 0
      ? state
        ? empty(`No run is ${state}.`)
        : html`<div class="card welcome"><h2>No runs yet</h2>
            <p>A run takes a data set, asks a model about each of its rows, and leaves one result. <a href="#/drop">Make one here</a>: you see
              what it would cost before anything is sent. Or drop a <code>run.json</code> into the bucket’s <code>inbox/</code>.</p></div>`
      : html`<ul class="runs" aria-label="Runs">${list.map(card)}</ul>`}
    ${more ? html`<button class="quiet" @click=${further}>Older runs</button>` : nothing}`;

  return { title: () => 'Runs', refresh, show };
};
