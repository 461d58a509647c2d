/** Numbers with units and thousands separators, the same in every locale. */

/** `12345` → `12,345`; fractions keep at most `digits` places. */
export function formatNumber(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "-∞" : "not a number";
  const [whole, fraction] = value.toFixed(digits).split(".");
  const grouped = whole!.replace(/\B(?=(?:\d{3})+$)/g, ",");
  const rest = fraction?.replace(/0+$/, "") ?? "";
  if (rest === "") return grouped === "-0" ? "0" : grouped;
  return `${grouped}.${rest}`;
}

/**
 * A fraction of 1 as per cent: `0.4321` → `43 %`, small ones with a digit more: `0.004` → `0.4 %`. What is not
 * nothing is never `0 %`, and what is not all of it never `100 %`.
 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return "under 0.1 %";
  if (percent >= 99.5 && percent < 100) return `${formatNumber(Math.min(99.9, percent), 1)} %`;
  const digits = percent !== 0 && Math.abs(percent) < 10 ? 1 : 0;
  return `${formatNumber(percent, digits)} %`;
}

/**
 * The shares that counts have of their sum, as per cent with a digit, rounded so that they add up to 100: what
 * rounding down leaves goes to those that lost most by it.
 */
export function formatShares(counts: readonly number[]): string[] {
  const whole = counts.reduce((sum, count) => sum + count, 0);
  if (whole === 0) return counts.map(() => formatShare(0));
  const exact = counts.map((count) => (count * 1000) / whole);
  const tenths = exact.map(Math.floor);
  const left = 1000 - tenths.reduce((sum, one) => sum + one, 0);
  const byLoss = [...counts.keys()].sort(
    (a, b) => exact[b]! - tenths[b]! - (exact[a]! - tenths[a]!) || a - b,
  );
  for (const at of byLoss.slice(0, left)) tenths[at]!++;
  return tenths.map((one, at) =>
    one === 0 && counts[at]! > 0 ? "< 0.1 %" : `${formatNumber(one / 10, 1)} %`,
  );
}

/** The shares that counts have of a whole; where they are all of it, they add up to 100 %. */
export function formatParts(counts: readonly number[], whole: number): string[] {
  const isAll = counts.reduce((sum, count) => sum + count, 0) === whole;
  return isAll
    ? formatShares(counts)
    : counts.map((count) => formatShare(whole === 0 ? 0 : count / whole));
}

/** Bytes in binary units: `98072 * 1024` → `95.8 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${formatNumber(value, unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

/** Seconds as people say them: `0.25 s`, `12 s`, `5 min`, `24 h`, `5 d`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${formatNumber(seconds, 2)} s`;
  if (seconds < 180) return `${formatNumber(seconds)} s`;
  if (seconds < 3 * 3600) return `${formatNumber(seconds / 60)} min`;
  if (seconds < 72 * 3600) return `${formatNumber(seconds / 3600)} h`;
  return `${formatNumber(seconds / 86_400)} d`;
}

/** An ISO time without a part of a second: `2026-01-01T08:00:00.250Z` → `2026-01-01T08:00:00Z`. */
export const toTheSecond = (time: string): string => time.replace(/\.\d+Z$/, "Z");

export const NO_BREAK = "\u00a0";
const UNITS = [
  "%|s|min|h|d|B|[KMGT]iB|entries|rows|packets|messages|queries|zones|requests|sockets",
  "connections|endpoints|destinations|changes|failures|rules|buckets|CPUs|answers|points",
].join("|");
const BEFORE_UNIT = new RegExp(`(\\d|±) (?=(?:${UNITS})(?!\\w)|(?<=± )\\d)`, "g");

/** Words in which no line ends between a number and its unit. */
export const keepUnits = (text: string): string => text.replace(BEFORE_UNIT, `$1${NO_BREAK}`);

/** Text from a bundle made printable: control characters, which could steer a terminal, become `?`. */
export function printable(text: string, longest = 200): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  let safe = "";
  for (const c of cut) {
    const code = c.codePointAt(0)!;
    const control = code < 32 || (code >= 127 && code < 160);
    // also the marks that turn the direction of text, with which a name can hide another
    const turning =
      (code >= 0x200e && code <= 0x200f) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069);
    safe += control || turning ? "?" : c;
  }
  return safe;
}

/**
 * Text from a bundle as a Markdown code span: nothing within can become a link, an image, a mention
 * or HTML.
 */
export const codeSpan = (text: string): string => span(text, 200);

/** A command or a tool's reason, which stands whole: the collector keeps 1,000 characters of what a tool says last. */
export const wholeSpan = (text: string): string => span(text, 1000);

function span(text: string, longest: number): string {
  const safe = printable(text, longest).replaceAll("`", "'").trim();
  return safe === "" ? "(empty)" : `\`${safe}\``;
}
