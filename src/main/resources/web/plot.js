// A plot of steps over time, drawn by uPlot in the page's own colours.
import uPlot from '/lib/uplot.js';

const HEIGHT = 180;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const axis = (more) => ({
  stroke: colour('--muted'),
  grid: { stroke: colour('--line'), width: 1 },
  ticks: { stroke: colour('--line'), width: 1 },
  font: '12px system-ui, sans-serif',
  ...more,
});

const DAY = 86_400;
const label = {
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }),
  minute: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  second: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
};

/** Writes a time as finely as the ticks lie: they span so many seconds. */
const named = (span) => {
  const format = span > 3 * DAY ? label.day : span > 900 ? label.minute : label.second;
  return (seconds) => format.format(new Date(seconds * 1000));
};

const steps = uPlot.paths.stepped({ align: 1 });

/** <step-plot .data=${{times, used, limit}}>: times in seconds, and two rows of numbers. */
class StepPlot extends HTMLElement {
  #data;
  #plot;
  #resized = new ResizeObserver(() => this.#plot?.setSize({ width: this.clientWidth, height: HEIGHT }));
  #themed = () => this.#draw();
  #theme = matchMedia('(prefers-color-scheme: dark)');

  set data(data) {
    const same = JSON.stringify(data) === JSON.stringify(this.#data);
    this.#data = data;
    if (!same && this.isConnected) this.#show();
  }

  connectedCallback() {
    this.#resized.observe(this);
    this.#theme.addEventListener('change', this.#themed);
    this.#draw();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#theme.removeEventListener('change', this.#themed);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #show() {
    if (this.#plot) this.#plot.setData(this.#columns());
    else this.#draw();
  }

  #columns() {
    return [this.#data.times, this.#data.used, this.#data.limit];
  }

  #draw() {
    this.#plot?.destroy();
    this.#plot = undefined;
    if (!this.#data?.times.length || !this.clientWidth) return;
    this.#plot = new uPlot(
      {
        width: this.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (plot, low, high) => [0, Math.max(1, high) * 1.15] } },
        axes: [axis({ values: (plot, ticks) => ticks.map(named(ticks.at(-1) - ticks[0])) }), axis({ size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] })],
        series: [
          {},
          { stroke: colour('--accent'), fill: colour('--accent-pale'), width: 2, paths: steps, points: { show: false } },
          { stroke: colour('--bad'), width: 1.5, dash: [6, 5], paths: steps, points: { show: false } },
        ],
      },
      this.#columns(),
      this,
    );
  }
}

customElements.define('step-plot', StepPlot);
