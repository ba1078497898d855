// What a run will likely take, before anything of it is billed.
import { html, nothing } from '/lib/lit-html.js';
import { brief, bytes, number, plain, plural, usd } from './format.js';
import { fact } from './parts.js';

const band = (one, shown) => html`<b>${shown(one.expected)}</b><span class="below">${shown(one.low)} to ${shown(one.high)}</span>`;

/** @param open whether the prompts are to be seen at once */
export const estimate = (plan, open) => html`
  <dl class="facts">
    ${fact('cost', plan.cost_usd ? band(plan.cost_usd, usd) : 'models.yaml has no price of this model')}
    ${fact('rows', html`<b>${number(plan.rows ?? plan.records)}</b>`)}
    ${plan.repeats ? fact('not sent', html`<b>${number(plan.repeats)}</b><span class="below">an earlier row asks the same${plan.saved_usd ? `: saves ${usd(plan.saved_usd)}` : nothing}</span>`) : nothing}
    ${fact('jobs', html`<b>${number(plan.jobs)}</b><span class="below">of about ${plural(plan.records_per_job ?? plan.records, 'row')}</span>`)}
    ${fact('tokens in', band(plan.input_tokens, brief))}
    ${fact('tokens out', band(plan.output_tokens, brief))}
    ${fact('input at most', plan.input_bytes_at_most === undefined ? nothing : bytes(plan.input_bytes_at_most))}
  </dl>
  ${plan.output_tokens.basis ? html`<p class="why">Tokens out: ${plan.output_tokens.basis}.</p>` : nothing}
  ${plan.cost_usd?.price_taken ? html`<p class="why">Cost: by prices of ${plan.cost_usd.price_taken}.</p>` : nothing}
  ${plan.waiting ? html`<p class="why">${plan.waiting}.</p>` : nothing}
  ${plan.prompts?.length
    ? html`<details ?open=${open}><summary>${plural(plan.prompts.length, 'prompt')} as the model gets them</summary>
        ${plan.prompts.map((one) => html`<h3><code>${one.record_id}</code></h3><pre tabindex="0">${plain(`${one.system ? `${one.system}\n\n` : ''}${one.prompt}`)}</pre>`)}</details>`
    : nothing}`;
