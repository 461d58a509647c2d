/** A word for one of several times, and its number: `run1`, `t0`, `attempt-2`; or a ticket's. */
const COUNTED =
  /^(?:t|run|round|sample|snap|snapshot|try|attempt|iter|iteration|pass|part|step|phase|take|shot|scrape|measurement|sec|min|hour|day|week|messung|durchlauf|ticket|case|issue|bug|inc|chg)[-_.#]?\d{1,12}$/i;
/** A number, a version, a date with or without its time; but no address. */
const NUMBERED =
  /^(?!\d{1,3}(?:[-_.]\d{1,3}){3}$)v?\d{1,14}(?:[-_.]\d{1,14}){0,6}\.?(?:T\d{2,6}(?:[-_.]\d{2}){0,2})?Z?$/i;
const AROUND = /^(?:before|after)(?:[-_.].{0,200})?$/i;

/** Whether what might be a machine's name says when, or the how manieth, instead. */
export const saysWhen = (name: string): boolean =>
  COUNTED.test(name) || NUMBERED.test(name) || AROUND.test(name);
