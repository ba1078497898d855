// What runs cost, by day, tag and run.
import { html, nothing } from '/lib/lit-html.js';
import { get } from './api.js';
import { brief, number, plural, usd, when } from './format.js';
import { empty } from './parts.js';

const SHOWN = 50;

const line = (one, link) => html`
  <tr>
    <th scope="row">${link ? html`<a href="#/runs/${one.name}">${one.name}</a>` : one.name}</th>
    <td class="number">${number(one.runs)}</td>
    <td class="number">${brief(one.input_tokens)}</td>
    <td class="number">${brief(one.output_tokens)}</td>
    <td class="number"><b>${usd(one.cost_usd)}</b>${one.unpriced ? html`<div class="why">without ${plural(one.unpriced, 'run')} of unknown price</div>` : nothing}</td>
  </tr>`;

const table = (heading, list, link) => list.length === 0 ? nothing : html`
  <section class="card">
    <h2>${heading}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${heading}>
      <table>
        <thead><tr><th scope="col">${heading.replace('By ', '')}</th><th scope="col" class="number">Runs</th><th scope="col" class="number">Tokens in</th><th scope="col" class="number">Tokens out</th><th scope="col" class="number">Cost</th></tr></thead>
        <tbody>${list.slice(0, SHOWN).map((one) => line(one, link))}</tbody>
      </table>
    </div>
    ${list.length > SHOWN ? html`<p class="muted">The first ${SHOWN} of ${number(list.length)}; all are at <code>/api/costs</code>.</p>` : nothing}
  </section>`;

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
        ? empty('No runs yet.')
        : html`
          <p class="lead"><b>${usd(costs.total.cost_usd)}</b> for ${plural(costs.total.runs, 'run')} since ${when(costs.since)}: what was billed so far, by the
            prices of models.yaml.</p>
          ${table('By day', costs.by_day)}${table('By tag', costs.by_tag)}${table('By run', costs.by_run, true)}`}`,
    cares: (change) => !change.run && !change.slots,
  };
};
