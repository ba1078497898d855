// The jobs of a run: how many were at Bedrock over time, and each of them.
import './plot.js';
import { html, nothing } from '/lib/lit-html.js';
import { get, page, run as at } from './api.js';
import { duration, number, plain, plural } from './format.js';
import { empty } from './parts.js';

const took = (job) => (job.since && job.ended && job.ended !== job.since ? duration(new Date(job.ended) - new Date(job.since)) : '');

const line = (job) => html`
  <tr>
    <th scope="row" class="figure">${job.chunk}${job.attempt > 1 ? html`<span class="muted">, attempt ${job.attempt}</span>` : nothing}</th>
    <td>${job.state}${job.status ? html` <span class="muted">${job.status}</span>` : nothing}
      ${job.message ? html`<div class="why">${plain(job.message)}</div>` : nothing}</td>
    <td class="number">${number(job.processed)} of ${number(job.records)}</td>
    <td class="number">${job.failed ? html`<span class="bad-text">${number(job.failed)}</span>` : '0'}</td>
    <td class="number extra">${took(job)}</td>
  </tr>`;

export default (id, draw) => {
  let timeline;
  let list = [];
  let pages = 1;
  let more = false;

  const refresh = async () => {
    timeline = await get(`${at(id)}/timeline`);
    let path = `${at(id)}/jobs?limit=50`;
    const found = [];
    for (let read = 0; read < pages && path; read++) {
      const { body, next } = await page(path);
      found.push(...body);
      path = next;
    }
    list = found;
    more = Boolean(path);
  };
  const further = () => {
    pages++;
    refresh().then(draw);
  };

  const plot = () => {
    const times = timeline.times.map((millis) => millis / 1000);
    const most = Math.max(...timeline.at_bedrock);
    const text = `At most ${plural(most, 'job')} at Bedrock at the same time; the model has ${plural(timeline.limit, 'slot')}`;
    return html`
      <figure>
        <step-plot role="img" aria-label=${text} .data=${{ times, used: timeline.at_bedrock, limit: times.map(() => timeline.limit) }}></step-plot>
        <figcaption>${text}.</figcaption>
      </figure>`;
  };

  const show = () => html`
    ${timeline?.times.length ? plot() : nothing}
    ${list.length === 0
      ? empty('No jobs yet.')
      : html`
        <div class="scroll" tabindex="0" role="region" aria-label="Jobs">
          <table>
            <thead><tr><th scope="col">Chunk</th><th scope="col">State</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Failed</th><th scope="col" class="number extra">At Bedrock for</th></tr></thead>
            <tbody>${list.map(line)}</tbody>
          </table>
        </div>`}
    ${more ? html`<button class="quiet" @click=${further}>More jobs</button>` : nothing}`;

  return { refresh, show };
};
