// Why rows have no answer: how many by class, and the rows themselves.
import { html, nothing, svg } from '/lib/lit-html.js';
import { page, run as at } from './api.js';
import { number, plain, plural } from './format.js';
import { empty } from './parts.js';

const row = (one) => html`
  <li>
    <details>
      <summary><code>${one.record_id}</code> <span class="tag">${one.error_class}</span> <bdi>${plain(one.message)}</bdi></summary>
      <dl class="facts tall">
        ${one.prompt ? html`<div><dt>Prompt</dt><dd><pre tabindex="0">${plain(one.prompt)}</pre></dd></div>` : nothing}
        <div><dt>Message${one.code ? ` (code ${one.code})` : ''}</dt><dd><pre tabindex="0">${plain(one.message)}</pre></dd></div>
        ${one.answer ? html`<div><dt>What the model said</dt><dd><pre class="answer" tabindex="0">${plain(one.answer)}</pre></dd></div>` : nothing}
        ${Object.entries(one.row).map(([name, value]) => html`<div><dt>Column <bdi>${plain(name)}</bdi></dt><dd><pre tabindex="0">${plain(value)}</pre></dd></div>`)}
      </dl>
    </details>
  </li>`;

/** The failed rows of one run; asked for when somebody wants to see them. */
export default (id, draw) => {
  let wanted;
  let rows = [];
  let next;

  const read = async (path) => {
    const asked = wanted;
    const answer = await page(path);
    if (asked !== wanted) return;
    rows = [...rows, ...answer.body];
    next = answer.next;
    draw();
  };
  const choose = (name) => {
    wanted = wanted === name ? undefined : name;
    rows = [];
    next = undefined;
    draw();
    if (wanted) read(`${at(id)}/errors?limit=20&class=${encodeURIComponent(wanted)}`);
  };

  const show = (run) => {
    const classes = Object.entries({ ...run.errors, skipped: run.skipped }).filter(([, count]) => count > 0);
    if (classes.length === 0) return empty(run.result ? 'Every row has an answer.' : 'No row has failed so far.');
    const most = Math.max(...classes.map(([, count]) => count));
    return html`
      <ul class="classes">${classes.map(([name, count]) => html`
        <li>
          <button class="class" aria-expanded=${name === wanted} ?disabled=${!run.result} @click=${() => choose(name)}>
            <span class="name">${name}</span>
            <svg class="bar" aria-hidden="true">${svg`<rect class="failed" width="${(100 * count) / most}%" height="100%"></rect>`}</svg>
            <span class="count">${number(count)}</span>
          </button>
        </li>`)}</ul>
      <p class="muted">${run.result ? wanted ? nothing : 'Pick one to see its rows.' : 'The rows can be read once the run is over.'}</p>
      ${wanted
        ? html`
          <h3>${plural(classes.find(([name]) => name === wanted)?.[1] ?? 0, 'row')}: ${wanted}</h3>
          <ul class="rows">${rows.map(row)}</ul>
          ${next ? html`<button class="quiet" @click=${() => read(next)}>More rows</button>` : nothing}`
        : nothing}`;
  };
  return { show };
};
