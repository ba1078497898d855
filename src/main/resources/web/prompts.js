// The prompt library.
import { html, nothing } from '/lib/lit-html.js';
import { get } from './api.js';
import { plain } from './format.js';
import { empty } from './parts.js';

const prompt = (one) => html`
  <li class="card">
    <div class="head">
      <h2>${one.id}</h2>
      ${one.problem ? nothing : html`<a class="button quiet" href="#/drop" @click=${() => sessionStorage.setItem('prompt', one.id)}>Use it<span class="hidden"> (${one.id})</span></a>`}
    </div>
    ${one.problem ? html`<p class="trouble">${one.problem}</p>` : nothing}
    ${one.columns.length ? html`<p class="muted">Columns: ${one.columns.map((name) => html`<code>${name}</code> `)}</p>` : nothing}
    ${one.system ? html`<h3>System</h3><pre tabindex="0">${plain(one.system)}</pre>` : nothing}
    ${one.examples.map((turn) => html`<h3>Example</h3><pre tabindex="0">${plain(turn.user)}</pre><pre class="answer" tabindex="0">${plain(turn.assistant)}</pre>`)}
    ${one.prompt ? html`<h3>Prompt</h3><pre tabindex="0">${plain(one.prompt)}</pre>` : nothing}
  </li>`;

export default () => {
  let list = [];
  return {
    title: () => 'Prompts',
    refresh: async () => {
      list = await get('/api/prompts');
    },
    show: () => html`
      <h1>Prompts</h1>
      <p class="lead">A file <code>prompts/&lt;id&gt;.txt</code> in the bucket adds one, or overrides one that is shipped.</p>
      ${list.length ? html`<ul class="plain">${list.map(prompt)}</ul>` : empty('The library is empty.')}`,
    cares: () => false,
  };
};
