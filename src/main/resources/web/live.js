// Hears of changes as they happen; asks every few seconds in any case.
import { asked } from './api.js';

const POLL = 5000;
const wait = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });

/** Reads server-sent events. EventSource cannot send a token, so the stream is read by hand. */
const events = async (stream, heard) => {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const pieces = (text + value).split('\n\n');
    text = pieces.pop();
    for (const piece of pieces) {
      const fields = Object.fromEntries(piece.split('\n').map((line) => line.split(/: ?(.*)/s, 2)));
      if (fields.event) heard(fields.event, fields.data);
    }
  }
};

/**
 * `changed` is called with {run} or {slots} for what changed, and with {} every few seconds, when all may have.
 * `said` is called with 'live' while changes are heard of, and with 'polling' while not.
 */
export const listen = async (changed, said) => {
  setInterval(() => {
    if (!document.hidden) changed({});
  }, POLL);
  for (;;) {
    try {
      const response = await asked('/api/events');
      said('live');
      changed({});
      await events(response.body, (event, data) => changed(event === 'run' ? { run: data } : { slots: true }));
    } catch {
      // asked again below
    }
    said('polling');
    await wait(POLL);
  }
};
