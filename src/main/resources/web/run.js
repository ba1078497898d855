// One run: how far it is, why it waits, what failed, what it left.
import { html, nothing } from '/lib/lit-html.js';
import { Trouble, get, post, run as at } from './api.js';
import { say, sure } from './ask.js';
import { estimate } from './estimate.js';
import { brief, bytes, duration, number, plain, plural, usd } from './format.js';
import jobsOf from './jobs.js';
import noticesOf from './notices.js';
import { bar, counts, end, fact, named, outcome, over, time, trouble } from './parts.js';
import previewOf from './preview.js';
import rowsOf from './rows.js';
import { steps } from './steps.js';

/** S3 knows the address for a while only, so it is asked for when it is wanted. */
const fetched = async (one) => {
  location.assign((await get(one.href)).url);
};
const file = (one) => html`
  <li><button class="link" title=${one.uri} @click=${() => fetched(one)}>${one.name}</button><span class="muted">${bytes(one.size)}</span></li>`;

/** How far it is, said to those who do not see it; it changes a few times in a run, not with every row. */
const spoken = (run) => {
  if (over(run)) return `${run.state}: ${number(run.ok)} ok, ${number(run.failed)} failed, ${number(run.skipped)} skipped`;
  const quarter = run.records ? Math.floor((4 * run.processed) / run.records) * 25 : 0;
  return quarter ? `${run.state}, ${quarter} percent of the rows are worked on` : run.state;
};

const folder = (files) => files[0]?.uri.replace(/[^/]*$/, '');

export default (draw, id) => {
  const jobs = jobsOf(id, draw);
  const rows = rowsOf(id, draw);
  const preview = previewOf(id);
  const notices = noticesOf(id, draw);
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
    [manifest, plan, files] = await Promise.all([
      manifest ?? get(`${at(id)}/manifest`).catch(() => undefined),
      run.plan ? plan ?? get(`${at(id)}/plan`).catch(() => undefined) : undefined,
      get(`${at(id)}/files`),
      jobs.refresh(),
      notices.refresh(),
      preview.refresh(run),
    ]);
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

  const result = () => files.find((one) => run.result?.endsWith(`/${one.name}`));
  const actions = () => html`
    <div class="actions">
      ${over(run) || run.state === 'cancelling' ? nothing : html`<button class="danger" @click=${cancel}>Cancel</button>`}
      ${run.unsent ? html`<button class="loud" @click=${retry}>Send the rest (${number(run.unsent)})</button>`
        : run.retryable ? html`<button class="loud" @click=${retry}>Retry failed (${number(run.retryable)})</button>` : nothing}
      ${result() ? html`<button class=${run.unsent || run.retryable ? 'quiet' : 'loud'} @click=${() => fetched(result())}>Download result</button>` : nothing}
      ${over(run) ? html`<button class=${run.state === 'planned' ? 'loud' : 'quiet'} @click=${again}>${run.state === 'planned' ? 'Run it' : 'Run again'}</button>` : nothing}
    </div>`;

  const progress = () => html`
    <section class="card" aria-label="Progress">
      ${run.state === 'planned' || (over(run) && !run.records) ? nothing : bar(run)}
      <p>${counts(run)}</p>
      ${run.state === 'planned' ? nothing : html`
        <dl class="facts">
          ${fact('cost', run.cost_usd === undefined ? 'no price is known' : html`<b>${usd(run.cost_usd)}</b>${run.expected_cost_usd === undefined ? nothing : html`<span class="below">of about ${usd(run.expected_cost_usd)}</span>`}`)}
          ${fact('tokens in', brief(run.input_tokens))}
          ${fact('tokens out', brief(run.output_tokens))}
          ${fact('rate', run.pace ? html`${number(Math.round(run.pace.records_per_minute))}<span class="below">rows a minute</span>` : nothing)}
          ${fact('ends', end(run))}
          ${fact('took', run.ended_at ? duration(new Date(run.ended_at) - new Date(run.accepted_at)) : nothing)}
        </dl>`}
      <dl class="facts about">
        ${fact('model', run.model_id)}
        ${fact('data set', html`<code class="uri">${run.source}</code>`)}
        ${fact('accepted', time(run.accepted_at))}
        ${fact('ended', run.ended_at ? time(run.ended_at) : nothing)}
      </dl>
    </section>`;

  const show = () => pending
    ? html`<h1>${id}</h1><p class="empty" role="status">The manifest is in the inbox and will be taken in a moment.</p>`
    : html`
    <p class="crumb"><a href="#/">Runs</a></p>
    <div class="head">
      <h1>${named(run.id)}</h1>
      ${outcome(run)}
      ${actions()}
    </div>
    ${trouble(lost)}
    ${run.waiting ? html`<p class="waiting"><b>It waits:</b> ${run.waiting}.</p>` : nothing}
    ${run.reason ? html`<p class="trouble">${plain(run.reason)}</p>` : nothing}
    ${steps(run)}
    <p class="hidden" role="status">${spoken(run)}</p>
    ${progress()}
    ${plan && run.state === 'planned' ? html`<section class="card"><h2>The plan</h2>${estimate(plan, true)}</section>` : nothing}
    <div class="columns">
      ${run.state === 'planned' ? nothing : html`<section class="card"><h2>Rows without an answer</h2>${rows.show(run)}</section>`}
      <section class="card"><h2>Files</h2><ul class="files">${files.map(file)}</ul>
        <p><code class="uri">${folder(files)}</code></p></section>
    </div>
    ${preview.show(run)}
    ${run.state === 'planned' ? nothing : html`<section class="card"><h2>Jobs</h2>${jobs.show()}</section>`}
    ${notices.show()}
    ${plan && run.state !== 'planned' ? html`<section class="card"><h2>What was planned</h2>${estimate(plan)}</section>` : nothing}
    ${manifest ? html`<section class="card"><h2>The manifest</h2><details><summary>run.json, as it was accepted</summary><pre tabindex="0">${plain(JSON.stringify(manifest, null, 2))}</pre></details></section>` : nothing}`;

  return {
    title: () => id,
    refresh,
    show,
    cares: (change) => (change.run ? change.run === id : !change.slots),
  };
};
