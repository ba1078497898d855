// How far a run is, stage by stage.
import { html } from '/lib/lit-html.js';
import { number, plural } from './format.js';
import { over } from './parts.js';

const STATES = ['Planned', 'Writing', 'Ready', 'Submitting', 'Submitted', 'Invoking', 'Ended', 'Collected'];

/** Each stage with a word about it, and whether it is done, going on or to come. */
const stages = (run) => {
  const jobs = (...states) => states.reduce((sum, state) => sum + (run.jobs[state] ?? 0), 0);
  const all = jobs(...STATES);
  const planned = run.records !== undefined;
  const of = (count) => (all ? `${number(count)} of ${plural(all, 'job')}` : '');
  const written = all - jobs('Planned', 'Writing');
  const back = jobs('Ended', 'Collected');
  const joined = jobs('Collected');
  const list = [
    { name: 'Accepted', note: '', done: true },
    { name: run.state === 'fetching' ? 'Fetching' : 'Planned', note: planned ? plural(run.records, 'row') : '', done: planned },
  ];
  if (run.state === 'planned') return list;
  if (run.canary || run.state === 'canary') list.push({ name: 'Tried', note: 'first rows', done: planned && run.state !== 'canary' });
  const finished = run.result !== undefined;
  list.push(
    { name: 'Written', note: of(written), done: all > 0 && written === all },
    { name: 'At Bedrock', note: of(back), done: all > 0 && back === all },
    { name: 'Joined', note: of(joined), done: all > 0 && joined === all },
    { name: 'Delivered', note: finished ? 'result' : '', done: finished },
  );
  return list;
};

export const steps = (run) => {
  const list = stages(run);
  const current = over(run) ? -1 : list.findIndex((stage) => !stage.done);
  return html`<ol class="steps" aria-label="Stages">${list.map((stage, at) => html`
    <li class=${stage.done ? 'done' : at === current ? 'now' : 'later'} aria-current=${at === current ? 'step' : 'false'}>
      <span class="name">${stage.name}<span class="hidden">${stage.done ? ', done' : at === current ? ', going on' : ', not yet'}</span></span>
      <span class="note">${stage.note}</span>
    </li>`)}</ol>`;
};
