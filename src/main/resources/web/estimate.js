// What a run will likely take, before anything of it is billed.
import { html, nothing } from '/lib/lit-html.js';
import { brief, bytes, number, plural, usd } from './format.js';
import { fact } from './parts.js';

const band = (one, shown) => html`<b>${shown(one.expected)}</b> <span class="muted">${shown(one.low)} to ${shown(one.high)}</span>`;

export const estimate = (plan) => html`
  <dl class="facts">
    ${fact('rows', number(plan.rows ?? plan.records))}
    ${plan.repeats ? fact('not sent', html`${number(plan.repeats)} <span class="muted">as an earlier row asks the same${plan.saved_usd ? `; saves ${usd(plan.saved_usd)}` : nothing}</span>`) : nothing}
    ${fact('jobs', html`${number(plan.jobs)} <span class="muted">of about ${plural(plan.records_per_job ?? plan.records, 'row')}</span>`)}
    ${fact('input at most', plan.input_bytes_at_most === undefined ? nothing : bytes(plan.input_bytes_at_most))}
    ${fact('tokens in', band(plan.input_tokens, brief))}
    ${fact('tokens out', band(plan.output_tokens, brief))}
    ${fact('cost', plan.cost_usd ? band(plan.cost_usd, usd) : 'models.yaml has no price of this model')}
  </dl>
  ${plan.waiting ? html`<p class="why">${plan.waiting}</p>` : nothing}
  ${plan.prompts?.length
    ? html`<details><summary>${plural(plan.prompts.length, 'prompt')} as the model gets them</summary>
        ${plan.prompts.map((one) => html`<pre tabindex="0">${one.system ? `${one.system}\n\n` : ''}${one.prompt}</pre>`)}</details>`
    : nothing}`;
