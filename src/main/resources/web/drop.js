// A form that makes a manifest, shows its plan, and drops it.
import { html, nothing } from '/lib/lit-html.js';
import { Trouble, get, post, run as at } from './api.js';
import { say } from './ask.js';
import { estimate } from './estimate.js';
import { plural, usd } from './format.js';
import { trouble } from './parts.js';

const LOOK = 700;
const wait = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/** What the form says, as a manifest; what is left empty is left out. */
const manifestOf = (form) => {
  const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
  const manifest = { job_name_prefix: given.job_name_prefix, model_id: given.model_id };
  if (given.data?.startsWith('s3://')) manifest.s3_uri = given.data;
  else if (given.data) {
    manifest.dataset_id = given.data.replace(/^hf:\/\/datasets\//, '');
    if (given.split) manifest.split = given.split;
  }
  if (given.prompt_from === 'library') manifest.prompt_id = given.prompt_id;
  if (given.prompt_from === 'own') manifest.prompt = given.prompt;
  if (given.prompt_from === 'column') manifest.text_column = given.text_column;
  if (given.system) manifest.system = given.system;
  for (const name of ['max_records', 'max_records_per_batch', 'max_cost_usd', 'canary']) {
    if (given[name]) manifest[name] = Number(given[name]);
  }
  if (given.max_tokens) manifest.parameters = { max_tokens: Number(given.max_tokens) };
  if (given.output_format) manifest.output_format = given.output_format;
  if (given.remainder) manifest.remainder = given.remainder;
  return manifest;
};

/** The input that a problem of the manifest is about. */
const inputOf = (field) => ({ s3_uri: 'data', dataset_id: 'data', dataset_config: 'data', parameters: 'max_tokens' })[field] ?? field;

export default (draw) => {
  let prompts = [];
  let models = [];
  let from = 'library';
  let model = '';
  let problems = [];
  let lost;
  let plan; // {manifest, planning | estimate}
  let form;

  const refresh = async () => {
    if (models.length === 0) [prompts, models] = await Promise.all([get('/api/prompts'), get('/api/models')]);
  };

  const attempt = async (work) => {
    problems = [];
    lost = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      problems = error.problems;
      lost = error.problems.length ? undefined : error;
      plan = undefined;
    }
    draw();
    if (problems.length) requestAnimationFrame(() => form.querySelector('[aria-invalid=true]')?.focus());
  };

  const makePlan = (event) => {
    event.preventDefault();
    form = event.target;
    const mine = { manifest: manifestOf(form), planning: true };
    plan = mine;
    draw();
    attempt(async () => {
      const { run } = await post('/api/plan', mine.manifest);
      while (plan === mine) {
        const planned = await get(at(run)).catch((error) => {
          if (error.status === 404) return { state: 'accepted' };
          throw error;
        });
        mine.waiting = planned.waiting;
        if (planned.state === 'failed') throw new Trouble({ detail: planned.reason });
        if (planned.state === 'planned') {
          mine.estimate = await get(`${at(run)}/plan`);
          mine.planning = false;
          say('The plan is made.');
          return;
        }
        draw();
        await wait(LOOK);
      }
    });
  };

  const dropIt = () => attempt(async () => {
    const { run } = await post('/api/runs', plan.manifest);
    history.pushState({ dropped: true }, '', `#/runs/${run}`);
    dispatchEvent(new HashChangeEvent('hashchange'));
  });

  const changed = () => {
    plan = undefined;
    draw();
  };

  const wrong = (name) => problems.filter((one) => inputOf(one.field) === name).map((one) => one.message).join(' ');
  const message = (name) => (wrong(name) ? html`<span class="bad-text" id="${name}-wrong">${wrong(name)}</span>` : nothing);

  const input = (name, label, hint, more = {}) => html`
    <div class="field">
      <label for=${name}>${label}</label>
      <input id=${name} name=${name} type=${more.type ?? 'text'} .defaultValue=${more.value ?? ''} list=${more.list ?? nothing}
        min=${more.min ?? nothing} step=${more.step ?? nothing} ?required=${more.required} placeholder=${more.placeholder ?? nothing}
        autocomplete="off" spellcheck="false" aria-invalid=${wrong(name) ? 'true' : 'false'}
        aria-describedby=${`${name}-hint${wrong(name) ? ` ${name}-wrong` : ''}`} @change=${more.change ?? nothing}>
      <span class="hint" id="${name}-hint">${hint}</span>
      ${message(name)}
    </div>`;

  const choice = (name, label, hint, options) => html`
    <div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} name=${name} aria-describedby="${name}-hint" aria-invalid=${wrong(name) ? 'true' : 'false'}>
        ${options.map(([value, text, selected]) => html`<option value=${value} ?selected=${selected}>${text}</option>`)}
      </select>
      <span class="hint" id="${name}-hint">${hint}</span>
      ${message(name)}
    </div>`;

  const area = (name, label, hint, rows) => html`
    <div class="field wide">
      <label for=${name}>${label}</label>
      <textarea id=${name} name=${name} rows=${rows} aria-invalid=${wrong(name) ? 'true' : 'false'}
        aria-describedby=${`${name}-hint${wrong(name) ? ` ${name}-wrong` : ''}`}></textarea>
      <span class="hint" id="${name}-hint">${hint}</span>
      ${message(name)}
    </div>`;

  const radio = (value, text) => html`
    <label class="radio"><input type="radio" name="prompt_from" value=${value} .checked=${from === value} @change=${() => { from = value; draw(); }}>${text}</label>`;

  const modelHint = () => {
    const one = models.find((candidate) => candidate.id === model);
    if (!one) return 'A model, an inference profile, or an ARN';
    const price = one.usd_per_million_input === undefined
      ? 'no price is known'
      : `${usd(one.usd_per_million_input)} in and ${usd(one.usd_per_million_output)} out for a million tokens in batch`;
    return `${price}; a batch job has at least ${plural(one.min_records, 'row')}`;
  };

  const promptFields = () => {
    if (from === 'own') {
      return html`${area('prompt', 'Prompt', 'Write {column} where a row’s value goes.', 5)}${area('system', 'System prompt', 'Optional', 2)}`;
    }
    if (from === 'column') {
      return input('text_column', 'Column', 'The text to embed; input_text where nothing is said', { placeholder: 'input_text' });
    }
    if (from === 'none') return html`<p class="hint wide">Each line is {"recordId", "modelInput"} and is sent as it is.</p>`;
    const chosen = sessionStorage.getItem('prompt');
    return choice('prompt_id', 'Which one', 'The Prompts page shows them whole', prompts.map(({ id }) => [id, id, id === chosen]));
  };

  const planned = () => {
    if (!plan) return nothing;
    if (plan.planning) return html`<p class="waiting" role="status">Planning: ${plan.waiting ?? 'the manifest is being taken'} …</p>`;
    return html`
      <section class="card plan" aria-label="The plan">
        <h2>The plan</h2>
        ${estimate(plan.estimate)}
        <button class="loud" type="button" @click=${dropIt}>Run it</button>
      </section>`;
  };

  const others = () => problems.filter((one) => !form?.querySelector(`[name="${inputOf(one.field)}"]`));

  const show = () => html`
    <h1>New run</h1>
    <p class="lead">Nothing is sent to Bedrock, or billed, before you have seen the plan.</p>
    ${trouble(lost)}
    ${problems.length ? html`<div class="trouble" role="alert">The manifest was refused.${others().map((one) => html`<br>${one.field ? html`<code>${one.field}</code> ` : nothing}${one.message}`)}</div>` : nothing}
    <form class="card" @submit=${makePlan} @input=${changed} novalidate>
      ${input('job_name_prefix', 'Name', 'Starts the names of the run and its jobs', { required: true, placeholder: 'jokes' })}
      ${input('data', 'Data set', 'CSV, JSON lines or Parquet on S3 (s3://…), or a data set of the Hugging Face Hub (owner/name)', { required: true, placeholder: 's3://bucket/data.csv' })}
      ${input('model_id', 'Model', modelHint(), { required: true, list: 'models', change: (event) => { model = event.target.value; draw(); } })}
      <datalist id="models">${models.map(({ id }) => html`<option value=${id}></option>`)}</datalist>
      <fieldset class="wide"><legend>Prompt</legend>
        <div class="radios">${radio('library', 'From the library')}${radio('own', 'Written here')}${radio('column', 'A column (embeddings)')}${radio('none', 'None: lines are records')}</div>
        <div class="fields">${promptFields()}</div>
      </fieldset>
      <details class="wide"><summary>Limits and more</summary>
        <div class="fields">
          ${input('max_records', 'Rows', 'At most so many, from the start', { type: 'number', min: 1 })}
          ${input('max_records_per_batch', 'Rows a job', 'At most so many', { type: 'number', min: 1 })}
          ${input('max_tokens', 'Tokens of an answer', 'max_tokens, at most', { type: 'number', min: 1 })}
          ${input('max_cost_usd', 'US dollars', 'It does not start when it is estimated to cost more', { type: 'number', min: 0, step: 'any' })}
          ${input('canary', 'Canary', 'So many first rows are tried on demand before any job', { type: 'number', min: 1 })}
          ${input('split', 'Split', 'Of a data set of the Hub', { placeholder: 'train' })}
          ${choice('output_format', 'Result', 'The format of the result', [['', 'csv'], ['jsonl', 'jsonl'], ['parquet', 'parquet']])}
          ${choice('remainder', 'Too few rows', 'For a batch job of the model', [['', 'reject'], ['on_demand', 'invoke on demand'], ['pad', 'fill up with padding']])}
        </div>
      </details>
      <div class="wide"><button class=${plan?.estimate ? 'quiet' : 'loud'} type="submit" ?disabled=${plan?.planning}>Show the plan</button></div>
    </form>
    ${planned()}`;

  return { title: () => 'New run', refresh, show, cares: () => false };
};
