// One run: how far it is, why it waits, what failed, what it left.
import { html, nothing } from '/lib/lit-html.js';
import { Trouble, get, post, run as at } from './api.js';
import { say, sure } from './ask.js';
import { estimate } from './estimate.js';
import { brief, bytes, duration, number, plural, usd } from './format.js';
import jobsOf from './jobs.js';
import { bar, counts, end, fact, over, pill, time, trouble } from './parts.js';
import rowsOf from './rows.js';
import { steps } from './steps.js';

/** S3 knows the address for a while only, so it is asked for when it is wanted. */
const fetched = async (one) => {
  location.assign((await get(one.href)).url);
};
const file = (one) => html`
  <li><button class="link" title=${one.uri} @click=${() => fetched(one)}>${one.name}</button><span class="muted">${bytes(one.size)}</span></li>`;

const folder = (files) => files[0]?.uri.replace(/[^/]*$/, '');

export default (draw, id) => {
  const jobs = jobsOf(id, draw);
  const rows = rowsOf(id, draw);
  let run;
  let files = [];
  let plan;
  let manifest;
  let lost;
  let pending = false; // dropped a moment ago, and not taken yet

  const refresh = async () => {
    try {
      run = await get(at(id));
      pending = false;
    } catch (error) {
      if (error.status !== 404 || run || !history.state?.dropped) throw error;
      pending = true;
      return;
    }
    manifest ??= await get(`${at(id)}/manifest`).catch(() => undefined);
    if (run.plan && !plan) plan = await get(`${at(id)}/plan`).catch(() => undefined);
    files = await get(`${at(id)}/files`);
    await jobs.refresh();
  };

  const wish = async (path, done) => {
    lost = undefined;
    try {
      done(await post(`${at(id)}/${path}`));
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      lost = error;
    }
    draw();
  };
  const cancel = async () => {
    if (await sure('Cancel this run?', 'Its jobs at Bedrock are stopped. Rows that have an answer by then are delivered, and billed.', 'Cancel the run')) {
      await wish('cancel', () => say('The run is being cancelled.'));
    }
  };
  const retry = () => wish('retry', () => say(`${plural(run.unsent || run.retryable, 'row')} will be sent${run.unsent ? '' : ' again'}.`));
  const again = () => wish('again', (dropped) => {
    history.pushState({ dropped: true }, '', `#/runs/${dropped.run}`);
    dispatchEvent(new HashChangeEvent('hashchange'));
  });

  const actions = () => html`
    <div class="actions">
      ${over(run) || run.state === 'cancelling' ? nothing : html`<button class="danger" @click=${cancel}>Cancel</button>`}
      ${run.unsent ? html`<button class="loud" @click=${retry}>Send the rest (${number(run.unsent)})</button>`
        : run.retryable ? html`<button class="loud" @click=${retry}>Retry failed (${number(run.retryable)})</button>` : nothing}
      ${over(run) ? html`<button class="quiet" @click=${again}>${run.state === 'planned' ? 'Run it' : 'Run again'}</button>` : nothing}
    </div>`;

  const show = () => pending
    ? html`<h1>${id}</h1><p class="empty" role="status">The manifest is in the inbox and will be taken in a moment.</p>`
    : html`
    <p class="crumb"><a href="#/">Runs</a></p>
    <div class="head">
      <h1>${run.id}</h1>
      ${pill(run.state)}
      ${actions()}
    </div>
    ${trouble(lost)}
    ${run.waiting ? html`<p class="waiting"><b>It waits:</b> ${run.waiting}.</p>` : nothing}
    ${run.reason ? html`<p class="trouble">${run.reason}</p>` : nothing}
    ${steps(run)}
    <section class="card" aria-label="Progress">
      ${bar(run)}
      <p>${counts(run)}</p>
      <dl class="facts">
        ${fact('rate', run.pace ? `${number(Math.round(run.pace.records_per_minute))} rows a minute` : nothing)}
        ${fact('ends', end(run))}
        ${fact('took', run.ended_at ? duration(new Date(run.ended_at) - new Date(run.accepted_at)) : nothing)}
        ${fact('tokens', `${brief(run.input_tokens)} in, ${brief(run.output_tokens)} out`)}
        ${fact('cost', run.cost_usd === undefined ? 'no price is known' : html`<b>${usd(run.cost_usd)}</b>${run.expected_cost_usd === undefined ? nothing : html` <span class="muted">of about ${usd(run.expected_cost_usd)}</span>`}`)}
        ${fact('model', run.model_id)}
        ${fact('data set', html`<code class="uri">${run.source}</code>`)}
        ${fact('accepted', time(run.accepted_at))}
        ${fact('ended', run.ended_at ? time(run.ended_at) : nothing)}
      </dl>
    </section>
    <div class="columns">
      <section class="card"><h2>Rows without an answer</h2>${rows.show(run)}</section>
      <section class="card"><h2>Files</h2><ul class="files">${files.map(file)}</ul>
        <p><code class="uri">${folder(files)}</code></p></section>
    </div>
    ${run.state === 'planned' ? nothing : html`<section class="card"><h2>Jobs</h2>${jobs.show()}</section>`}
    ${plan ? html`<section class="card"><h2>${run.state === 'planned' ? 'The plan' : 'What was planned'}</h2>${estimate(plan)}</section>` : nothing}
    ${manifest ? html`<section class="card"><h2>The manifest</h2><details><summary>run.json, as it was accepted</summary><pre tabindex="0">${JSON.stringify(manifest, null, 2)}</pre></details></section>` : nothing}`;

  return {
    title: () => id,
    refresh,
    show,
    cares: (change) => (change.run ? change.run === id : !change.slots),
  };
};
