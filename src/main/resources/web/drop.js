// A form that makes a manifest, shows its plan, and drops it.
import { html, nothing } from '/lib/lit-html.js';
import { Trouble, get, post, run as at } from './api.js';
import { say } from './ask.js';
import { estimate } from './estimate.js';
import { data, groups, inputOf, model, name, ways } from './fields.js';
import { plural, usd } from './format.js';
import { field } from './inputs.js';
import { manifestOf } from './manifest.js';
import { trouble } from './parts.js';

const LOOK = 700;
const wait = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

const modelHint = (one) => {
  if (!one) return 'A model, an inference profile, or an ARN';
  const price = one.usd_per_million_input === undefined
    ? 'no price is known'
    : `${usd(one.usd_per_million_input)} in and ${usd(one.usd_per_million_output)} out for a million tokens in batch`;
  return `${price}; a batch job has at least ${plural(one.min_records, 'row')}`;
};

export default (draw) => {
  let prompts = [];
  let models = [];
  let way = 'library';
  let chosen; // of the models, the one that is named
  let problems = [];
  let lost;
  let plan; // {manifest, planning | estimate}

  const refresh = async () => {
    if (models.length === 0) [prompts, models] = await Promise.all([get('/api/prompts'), get('/api/models')]);
  };

  const asked = () => {
    const wanted = sessionStorage.getItem('prompt');
    return ways[way].fields(prompts.filter((one) => !one.problem).map(({ id }) => [id, id, id === wanted]));
  };
  const essentials = () => [name, model(modelHint(chosen), (event) => named(event.target.value)), data];
  const fields = () => [...essentials(), ...asked(), ...groups.flatMap((group) => group.fields)];

  /** An embedding model is asked otherwise than one of text. */
  const named = (id) => {
    chosen = models.find((one) => one.id === id);
    if (chosen?.embeds) way = 'column';
    else if (chosen && way === 'column') way = 'library';
    draw();
  };

  const place = (problem) => inputOf(problem.field, fields().map((one) => one.name));
  const wrong = (one) => problems.filter((problem) => place(problem) === one.name).map((problem) => problem.message).join(' ');
  const shown = (one) => field(one, wrong(one));

  const refused = (found) => {
    problems = found;
    plan = undefined;
    draw();
    requestAnimationFrame(() => document.querySelector('form [aria-invalid=true]')?.focus());
  };
  const attempt = async (work) => {
    lost = undefined;
    problems = [];
    try {
      await work();
      draw();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      lost = error.problems.length ? undefined : error;
      refused(error.problems);
    }
  };

  const planned = async (mine) => {
    const { run } = await post('/api/plan', mine.manifest);
    while (plan === mine) {
      const found = await get(at(run)).catch((error) => {
        if (error.status === 404) return { state: 'accepted' };
        throw error;
      });
      mine.waiting = found.waiting;
      if (found.state === 'failed') throw new Trouble({ detail: found.reason });
      if (found.state === 'planned') {
        mine.estimate = await get(`${at(run)}/plan`);
        mine.planning = false;
        say('The plan is made.');
        requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('plan')?.focus()));
        return;
      }
      draw();
      await wait(LOOK);
    }
  };
  const makePlan = (event) => {
    event.preventDefault();
    const { manifest, problems: unread } = manifestOf(event.target, fields());
    if (unread.length) {
      refused(unread);
      return;
    }
    plan = { manifest, planning: true };
    draw();
    attempt(() => planned(plan));
  };

  const dropIt = () => attempt(async () => {
    const { run } = await post('/api/runs', plan.manifest);
    history.pushState({ dropped: true }, '', `#/runs/${run}`);
    dispatchEvent(new HashChangeEvent('hashchange'));
  });

  /** What is changed is no longer what was planned, nor what was refused. */
  const changed = (event) => {
    plan = undefined;
    problems = problems.filter((problem) => place(problem) !== event.target.name);
    draw();
  };

  const ask = (one) => html`
    <label class="radio"><input type="radio" name="way" value=${one} .checked=${way === one} @change=${() => { way = one; draw(); }}>${ways[one].label}</label>`;

  const group = ({ label, about, fields: inside }) => html`
    <details class="wide group" ?open=${inside.some(wrong)}><summary>${label} <span class="muted">${about}</span></summary>
      <div class="fields">${inside.map(shown)}</div>
    </details>`;

  const manifest = () => html`
    <details><summary>The manifest, as <code>run.json</code> would have it</summary><pre tabindex="0">${JSON.stringify(plan.manifest, null, 2)}</pre></details>`;

  const outlook = () => {
    if (!plan) return nothing;
    if (plan.planning) return html`<p class="waiting" role="status">Planning: ${plan.waiting ?? 'the manifest is being taken'} …</p>`;
    return html`
      <section class="card plan" id="plan" tabindex="-1" aria-label="The plan">
        <h2>The plan</h2>
        ${estimate(plan.estimate, true)}
        ${manifest()}
        <button class="loud" type="button" @click=${dropIt}>Run it</button>
      </section>`;
  };

  const elsewhere = () => problems.filter((problem) => !place(problem));

  const show = () => html`
    <h1>New run</h1>
    <p class="lead">Nothing is sent to Bedrock, or billed, before you have seen the plan.</p>
    ${trouble(lost)}
    ${problems.length ? html`<div class="trouble" role="alert">The manifest was refused: ${plural(problems.length, 'problem')}.${elsewhere().map((one) => html`<br>${one.field ? html`<code>${one.field}</code> ` : nothing}${one.message}`)}</div>` : nothing}
    <form class="card" @submit=${makePlan} @input=${changed} novalidate>
      ${essentials().map(shown)}
      <datalist id="models">${models.map(({ id }) => html`<option value=${id}></option>`)}</datalist>
      <fieldset class="wide"><legend>Prompt</legend>
        <div class="radios">${Object.keys(ways).map(ask)}</div>
        ${way === 'none' ? html`<p class="hint">Each line is {"recordId", "modelInput"} and is sent as it is.</p>` : html`<div class="fields">${asked().map(shown)}</div>`}
      </fieldset>
      ${groups.map(group)}
      <div class="wide"><button class=${plan?.estimate ? 'quiet' : 'loud'} type="submit" ?disabled=${plan?.planning}>Show the plan</button></div>
    </form>
    ${outlook()}`;

  return { title: () => 'New run', refresh, show, cares: () => false };
};
