// Small pieces that several pages show.
import { html, nothing, svg } from '/lib/lit-html.js';
import { number, percent, plural, soon, when } from './format.js';

const TONES = {
  planned: 'idle', failed: 'bad', cancelled: 'idle', cancelling: 'idle',
  running: 'busy', canary: 'busy', accepted: 'busy', fetching: 'busy',
};

export const over = (run) => ['done', 'failed', 'cancelled', 'planned'].includes(run.state);

export const pill = (state, tone = TONES[state] ?? 'idle') => html`<span class="pill ${tone}">${state}</span>`;

/** A run that is done is no better than its rows. */
export const outcome = (run) => {
  if (run.state !== 'done') return pill(run.state);
  if (run.ok === run.records) return pill('done', 'good');
  return run.ok ? pill('done, some rows failed', 'warn') : pill('done, no row answered', 'bad');
};

/** A run's id, of which people know the name in front. */
export const named = (id) => {
  const [, name, rest] = /^(.*?)(-\d{8}-\d{6}-[0-9a-f]+)?$/.exec(id);
  return html`<span class="id">${name}<span class="stamp">${rest}</span></span>`;
};

export const time = (iso) => html`<time datetime=${iso} title=${iso}>${when(iso)}</time>`;

/** Rows by outcome, drawn to scale; what Bedrock has worked on and nobody joined yet is paler. */
export const bar = (run) => {
  const all = run.records ?? 0;
  const joined = run.ok + run.failed + run.skipped;
  const text = all
    ? `${number(run.processed)} of ${plural(all, 'row')} worked on: ${number(run.ok)} ok, ${number(run.failed)} failed, ${number(run.skipped)} skipped`
    : 'its rows are not counted yet';
  let at = 0;
  const piece = (tone, count) => {
    const width = all ? (100 * Math.max(0, count)) / all : 0;
    const x = at;
    at += width;
    return width ? svg`<rect class=${tone} x="${x}%" width="${width}%" height="100%"></rect>` : nothing;
  };
  return html`<svg class="bar" role="img" aria-label=${text}>
    ${piece('ok', run.ok)}${piece('failed', run.failed)}${piece('skipped', run.skipped)}${piece('seen', run.processed - joined)}
  </svg>`;
};

/** How many rows Bedrock has worked on; of a run that is over, how many have an answer. */
export const counts = (run) => {
  const { records } = run;
  if (records === undefined) return over(run) ? 'nothing was sent' : 'not counted yet';
  if (run.state === 'planned') return `${plural(records, 'row')}, planned only`;
  const far = over(run)
    ? html`<b>${number(run.ok)}</b> of ${plural(records, 'row')} answered`
    : html`<b>${percent(run.processed, records)}</b> of ${plural(records, 'row')}`;
  return html`${far}${run.failed ? html` · <span class="bad-text">${number(run.failed)} failed</span>` : nothing}${
    run.skipped ? html` · ${number(run.skipped)} skipped` : nothing}`;
};

/** When a run ends, as a band. */
export const end = (run) => {
  if (!run.pace) return nothing;
  const { earliest, latest } = run.pace;
  return latest === undefined
    ? html`not before ${soon(earliest)}`
    : earliest === latest ? html`${soon(earliest)}` : html`${soon(earliest)} to ${soon(latest)}`;
};

export const fact = (name, value) =>
  value === nothing || value === undefined ? nothing : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

export const empty = (text) => html`<p class="empty">${text}</p>`;

export const trouble = (error) => (error ? html`<p class="trouble" role="alert">${error.message}</p>` : nothing);
