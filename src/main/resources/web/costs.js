// What runs cost, by day, tag, model and run.
import './plot.js';
import { html, nothing } from '/lib/lit-html.js';
import { get } from './api.js';
import { brief, number, plural, usd, usdLike, when } from './format.js';
import { empty, named } from './parts.js';

const SHOWN = 50;
const DAYS = 90;

const line = (one, money, link) => html`
  <tr>
    <th scope="row">${link ? html`<a href="#/runs/${one.name}">${named(one.name)}</a>` : one.name}</th>
    ${link ? nothing : html`<td class="number">${number(one.runs)}</td>`}
    <td class="number extra">${brief(one.input_tokens)}</td>
    <td class="number extra">${brief(one.output_tokens)}</td>
    <td class="number"><b>${money(one.cost_usd)}</b>${one.unpriced ? html`<div class="why">${link ? 'price unknown' : `and ${plural(one.unpriced, 'run')} of unknown price`}</div>` : nothing}</td>
  </tr>`;

const table = (what, list, link) => {
  if (list.length === 0) return nothing;
  const shown = list.slice(0, SHOWN);
  const money = usdLike(shown.map((one) => one.cost_usd));
  return html`
    <section class="card">
      <h2>By ${what}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="By ${what}">
        <table>
          <thead><tr><th scope="col">${what}</th>${link ? nothing : html`<th scope="col" class="number">runs</th>`}<th scope="col" class="number extra">tokens in</th><th scope="col" class="number extra">tokens out</th><th scope="col" class="number">cost</th></tr></thead>
          <tbody>${shown.map((one) => line(one, money, link))}</tbody>
        </table>
      </div>
      ${list.length > SHOWN ? html`<p class="muted">The first ${SHOWN} of ${number(list.length)}; all are at <code>/api/costs</code>.</p>` : nothing}
    </section>`;
};

/** The newest days, from left to right. */
const plot = (list) => {
  const days = list.slice(0, DAYS).reverse(); // it comes with the newest in front
  const most = days.reduce((best, one) => (one.cost_usd > best.cost_usd ? one : best));
  const text = `${plural(days.length, 'day')} with runs; most on ${most.name}: ${usd(most.cost_usd)}`;
  return html`
    <section class="card">
      <h2>Day by day</h2>
      <figure>
        <day-plot role="img" aria-label=${text} .data=${{ times: days.map((one) => Date.parse(one.name) / 1000), amounts: days.map((one) => one.cost_usd) }}></day-plot>
        <figcaption>${text}.</figcaption>
      </figure>
    </section>`;
};

export default () => {
  let costs;
  return {
    title: () => 'Costs',
    refresh: async () => {
      costs = await get('/api/costs');
    },
    show: () => html`
      <h1>Costs</h1>
      ${costs.total.runs === 0
        ? empty('No runs yet: what they cost will stand here.')
        : html`
          <p class="lead"><b>${usd(costs.total.cost_usd)}</b> for ${plural(costs.total.runs, 'run')} since ${when(costs.since)}: what was billed so far, by the
            prices of models.yaml. Days are in UTC.</p>
          ${plot(costs.by_day)}
          ${table('day', costs.by_day)}${table('tag', costs.by_tag)}${table('model', costs.by_model)}${table('run', costs.by_run, true)}`}`,
    cares: (change) => !change.run && !change.slots,
  };
};
