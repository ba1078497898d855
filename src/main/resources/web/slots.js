// How much of each model's quota is in use.
import './plot.js';
import { html, nothing } from '/lib/lit-html.js';
import { get } from './api.js';
import { plural, soon } from './format.js';
import { empty } from './parts.js';

export default () => {
  let pools = [];
  let history = [];

  const refresh = async () => {
    [pools, history] = await Promise.all([get('/api/slots'), get('/api/slots/history')]);
  };

  const pool = ({ pool: { account, region, baseModel }, inUse, limit, ceiling, pausedUntil, pauseReason }) => {
    const past = history.find((one) => one.pool === `${account}/${region}/${baseModel}`);
    const paused = new Date(pausedUntil) > new Date();
    const text = `${inUse} of ${plural(limit, 'slot')} of ${baseModel} in use`;
    return html`
      <section class="card">
        <h2>${baseModel}</h2>
        <p><b>${inUse}</b> of ${plural(limit, 'slot')} in use <span class="muted">· account ${account}, ${region}</span></p>
        ${paused ? html`<p class="why">No more than ${ceiling} until ${soon(pausedUntil)}: ${pauseReason}</p>` : nothing}
        ${past?.seconds.length > 1
          ? html`<figure>
              <step-plot role="img" aria-label="${text}; the line over it is the limit" .data=${{ times: past.seconds, used: past.in_use, limit: past.limit }}></step-plot>
              <figcaption>Slots in use since this replica was started, and their limit.</figcaption>
            </figure>`
          : nothing}
      </section>`;
  };

  const show = () => html`
    <h1>Slots</h1>
    <p class="lead">A job at Bedrock takes a slot of its model. Jobs wait for one when all are in use.</p>
    ${pools.length ? pools.map(pool) : empty('No model has been asked for yet.')}`;

  return { title: () => 'Slots', refresh, show };
};
