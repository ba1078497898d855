// An input of a form, with its label, its hint, and what is wrong with it beside it.
import { html, nothing } from '/lib/lit-html.js';

const described = ({ name }, wrong) => `${name}-hint${wrong ? ` ${name}-wrong` : ''}`;

const controls = {
  text: (one, wrong) => html`
    <input id=${one.name} name=${one.name} type=${one.kind} list=${one.list ?? nothing} min=${one.min ?? nothing} max=${one.max ?? nothing}
      step=${one.step ?? nothing} ?required=${one.required} placeholder=${one.placeholder ?? nothing} autocomplete="off" spellcheck="false"
      aria-invalid=${Boolean(wrong)} aria-describedby=${described(one, wrong)} @change=${one.change ?? nothing}>`,
  area: (one, wrong) => html`
    <textarea id=${one.name} name=${one.name} rows=${one.rows} class=${one.code ? 'code' : ''} ?required=${one.required}
      spellcheck=${!one.code} aria-invalid=${Boolean(wrong)} aria-describedby=${described(one, wrong)}></textarea>`,
  choice: (one, wrong) => html`
    <select id=${one.name} name=${one.name} aria-invalid=${Boolean(wrong)} aria-describedby=${described(one, wrong)}>
      ${one.options.map(([value, text, chosen]) => html`<option value=${value} ?selected=${chosen}>${text}</option>`)}
    </select>`,
};
controls.number = controls.text;
controls.flag = controls.choice;
controls.json = controls.lines = controls.pairs = controls.area;

const below = (one, wrong) => html`
  <span class="hint" id="${one.name}-hint">${one.hint}</span>
  ${wrong ? html`<span class="bad-text" id="${one.name}-wrong">${wrong}</span>` : nothing}`;

const checks = (one, wrong) => html`
  <fieldset class="field wide plain" aria-describedby=${described(one, wrong)}><legend>${one.label}</legend>
    <div class="radios">${one.options.map(([value, text, chosen]) => html`
      <label class="radio"><input type="checkbox" name=${one.name} value=${value} ?checked=${chosen} aria-invalid=${Boolean(wrong)}>${text}</label>`)}</div>
    ${below(one, wrong)}
  </fieldset>`;

/** @param wrong what is wrong with it, in words; empty where nothing is */
export const field = (one, wrong) => one.kind === 'checks' ? checks(one, wrong) : html`
  <div class="field ${one.wide ? 'wide' : ''}">
    <label for=${one.name}>${one.label}</label>
    ${controls[one.kind](one, wrong)}
    ${below(one, wrong)}
  </div>`;
