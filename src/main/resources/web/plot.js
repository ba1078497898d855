// Plots over time, drawn by uPlot in the page's own colours.
import uPlot from '/lib/uplot.js';
import { usd } from './format.js';

const HEIGHT = 180;
const DAY = 86_400;
/** Seconds between ticks; nothing here is finer. */
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, ...[1, 2, 5, 7, 14, 30, 90, 365].map((days) => days * DAY)];
/** A limit that far above what is drawn is told in words alone: drawn, it would flatten all else. */
const FAR = 8;

/** Days that are always shown, with or without runs. */
const FEW = 13;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const axis = (more) => ({
  stroke: colour('--muted'),
  grid: { stroke: colour('--line'), width: 1 },
  ticks: { stroke: colour('--line'), width: 1 },
  font: '12px system-ui, sans-serif',
  ...more,
});

const label = {
  day: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }),
  utcDay: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  minute: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }),
  second: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
};

/** Writes a time as finely as the ticks lie: they span so many seconds. */
const named = (span) => {
  const format = span > 3 * DAY ? label.day : span > 900 ? label.minute : label.second;
  return (seconds) => format.format(new Date(seconds * 1000));
};

/** A plot that is as wide as its place, and drawn anew when light becomes dark. `columns` and `options` make it. */
class Plot extends HTMLElement {
  #data;
  #plot;
  #resized = new ResizeObserver(() => this.#plot?.setSize({ width: this.clientWidth, height: HEIGHT }));
  #themed = () => this.#draw();
  #theme = matchMedia('(prefers-color-scheme: dark)');

  set data(data) {
    if (JSON.stringify(data) === JSON.stringify(this.#data)) return;
    this.#data = data;
    const columns = data && this.columns(data);
    if (this.#plot && columns?.[0].length && columns.length === this.#plot.series.length) this.#plot.setData(columns);
    else if (this.isConnected) this.#draw();
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

  #draw() {
    this.#plot?.destroy();
    this.#plot = undefined;
    if (!this.#data?.times.length || !this.clientWidth) return;
    const fixed = { width: this.clientWidth, height: HEIGHT, legend: { show: false }, cursor: { show: false } };
    this.#plot = new uPlot({ ...fixed, ...this.options(this.#data) }, this.columns(this.#data), this);
  }
}

const upwards = { range: (plot, low, high) => [0, Math.max(1, high) * 1.15] };

/** <step-plot .data=${{times, used, limit}}>: times in seconds, and two rows of numbers. */
class StepPlot extends Plot {
  #near = (data) => Math.max(...data.limit) <= FAR * Math.max(1, ...data.used);

  columns(data) {
    return this.#near(data) ? [data.times, data.used, data.limit] : [data.times, data.used];
  }

  options(data) {
    const paths = uPlot.paths.stepped({ align: 1 });
    const used = { stroke: colour('--accent'), fill: colour('--accent-pale'), width: 2, paths, points: { show: false } };
    const limit = { stroke: colour('--bad'), width: 1.5, dash: [6, 5], paths, points: { show: false } };
    return {
      scales: { y: upwards },
      axes: [
        axis({ size: 36, incrs: TICKS, space: 80, values: (plot, ticks) => ticks.map(named(ticks.at(-1) - ticks[0])) }),
        axis({ size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }),
      ],
      series: this.#near(data) ? [{}, used, limit] : [{}, used],
    };
  }
}

/** <day-plot .data=${{times, amounts}}>: the start of each day in UTC, in seconds, and US dollars. */
class DayPlot extends Plot {
  columns(data) {
    return [data.times, data.amounts];
  }

  options(data) {
    return {
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      scales: {
        x: { range: ({ data: [times] }) => [Math.min(times[0], times.at(-1) - FEW * DAY) - DAY / 2, times.at(-1) + DAY / 2] },
        y: { range: (plot, low, high) => [0, high * 1.1 || 1] },
      },
      axes: [
        axis({ size: 36, incrs: TICKS.filter((one) => one >= DAY), space: 60, values: (plot, ticks) => ticks.map((one) => label.utcDay.format(new Date(one * 1000))) }),
        axis({ size: 76, values: (plot, ticks) => ticks.map(usd) }),
      ],
      series: [{}, { fill: colour('--accent'), width: 0, paths: uPlot.paths.bars({ size: [0.7, 48] }), points: { show: false } }],
    };
  }
}

customElements.define('step-plot', StepPlot);
customElements.define('day-plot', DayPlot);
