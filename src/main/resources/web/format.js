// Numbers, times and money as people read them.
const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const number = (value) => whole.format(value);
export const brief = (value) => (value < 10_000 ? whole.format(value) : short.format(value));
export const percent = (part, all) => (all ? `${Math.floor((100 * part) / all)}%` : '');

/** Digits behind the point that an amount needs: below a dollar as many as say something. */
const digits = (value) => (value === 0 || value >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(value))));

const dollars = (value, behind) => `$${value.toLocaleString('en', { minimumFractionDigits: behind, maximumFractionDigits: behind })}`;

export const usd = (value) => (value === undefined || value === null ? 'unknown' : dollars(value, digits(value)));

/** Writes amounts that stand below each other with as many digits as the largest of them needs. */
export const usdLike = (amounts) => {
  const behind = Math.max(2, digits(Math.max(0, ...amounts)));
  return (value) => (value > 0 && value < 0.5 / 10 ** behind ? `<$${(1 / 10 ** behind).toFixed(behind)}` : dollars(value, behind));
};

export const bytes = (value) => {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 ? rest : rest.toFixed(rest < 10 ? 1 : 0)} ${units[unit]}`;
};

export const duration = (millis) => {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} days`;
};

export const when = (iso) => day.format(new Date(iso));

/** The time of day, with the day where it is not today. */
export const soon = (iso) => {
  const time = new Date(iso);
  return time.toDateString() === new Date().toDateString() ? clock.format(time) : day.format(time);
};

/** A text with what would only act shown for what it is: control characters, and those that turn the direction of writing. */
export const plain = (text) => text
  .replace(/[\u0000-\u0008\u000b-\u001f]/g, (one) => String.fromCharCode(0x2400 + one.charCodeAt(0)))
  .replace(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (one) => `⟨U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
