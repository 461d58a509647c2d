import { formatNumber, formatSeconds } from "../../../format.ts";
import { clockOf } from "../../document/clock.ts";
import type { Course } from "../../document/document.ts";
import { isKnown, LANE, LOSSES, lane, lossInWords, type Row } from "./losses.ts";
import { areaPath, linePath, type Point, type Scale, scaleOf, stepPath } from "./scale.ts";
import { figure, percent, round, tag } from "./svg.ts";

/** Seconds between marks of the time axis. */
const STEPS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21_600, 86_400];
/** The drawing is at least this wide, in pixels, and a character of the axis at most this, with the gap to the next. */
const NARROWEST = 230;
const CHARACTER = 7;
/** Height of the plot of the count, in pixels. */
const PLOT = 130;
/** With more readings than these, dots would hide the line; lone readings keep theirs. */
const MOST_DOTS = 40;

/**
 * The window: count against limit, and below on the same time axis what each step lost. What is unknown
 * is a gap.
 */
export function timelineChart(analysis: Course, prefix: string): string {
  const { timeline } = analysis;
  const rows = timeline.filter(({ seconds }) => Number.isFinite(seconds));
  const from = Math.min(...rows.map(({ seconds }) => seconds));
  const to = Math.max(...rows.map(({ seconds }) => seconds));
  if (rows.length < 2 || to <= from) return "";
  const x = scaleOf([from, to], [0, 100]);
  const lanes = LOSSES.map(([key, name], at) => lane(rows, key, name, x, PLOT + at * LANE)).join(
    "",
  );
  const bottom = PLOT + LOSSES.length * LANE;
  return figure({
    id: `${prefix}chart-window`,
    caption: `Entries and limit over ${formatSeconds(to - from)}${clockOf(analysis) === null ? "" : " (UTC)"}, and what each step lost`,
    says: inWords(rows),
    height: bottom + 22,
    drawing: `${marks(x, from, to, bottom, clockOf(analysis) ?? formatSeconds)}${plot(rows, x)}${lanes}`,
  });
}

/** The time axis, its marks drawn through plot and lanes; a mark has its name where that has room on a phone. */
function marks(
  x: Scale,
  from: number,
  to: number,
  bottom: number,
  name: (seconds: number) => string,
): string {
  const step = STEPS.find((one) => (to - from) / one <= 6) ?? (to - from) / 4;
  const first = Math.ceil(from / step) * step;
  let free = 0;
  return Array.from({ length: 8 }, (_, at) => first + at * step)
    .filter((seconds) => seconds <= to)
    .map((seconds) => {
      const at = x(seconds);
      const line = tag("line", {
        class: "grid",
        x1: percent(at),
        x2: percent(at),
        y1: 0,
        y2: bottom,
      });
      const label = name(seconds);
      const wide = (label.length * CHARACTER * 100) / NARROWEST;
      const [side, left] =
        at < 6 ? ["start", at] : at > 94 ? ["end", at - wide] : ["middle", at - wide / 2];
      if (left < free) return line;
      free = left + wide;
      const place = { class: `axis ${side}`, x: percent(at), y: bottom + 16 };
      return line + tag("text", place, label);
    })
    .join("");
}

function plot(rows: readonly Row[], x: Scale): string {
  const values = rows.flatMap(({ count, max }) => [count, max]).filter(isKnown);
  if (values.length === 0)
    return tag("text", { class: "axis start", x: 0, y: 20 }, "count unknown");
  // room for the limit's label above it
  const y = scaleOf([0, Math.max(1, ...values) * 1.2], [PLOT, 0], true);
  const course = (key: "count" | "max") =>
    rows.map((row): Point => (isKnown(row[key]) ? [x(row.seconds), y(row[key])] : null));
  const [counts, limits] = [course("count"), course("max")];
  const still = { "vector-effect": "non-scaling-stroke" };
  const paths = tag(
    "svg",
    { width: "100%", height: PLOT, viewBox: `0 0 100 ${PLOT}`, preserveAspectRatio: "none" },
    tag("path", { class: "area", d: areaPath(counts, PLOT) }),
    tag("path", { class: "count", d: linePath(counts), ...still }),
    tag("path", { class: "limit", d: stepPath(limits), ...still }),
  );
  const dots = rows
    .filter(
      ({ count }, at) =>
        isKnown(count) &&
        (rows.length <= MOST_DOTS ||
          !(isKnown(rows[at - 1]?.count ?? null) || isKnown(rows[at + 1]?.count ?? null))),
    )
    .map((row) =>
      tag("circle", { class: "dot", cx: percent(x(row.seconds)), cy: y(row.count!), r: 3 }),
    );
  return [
    tag("line", { class: "base", x1: 0, x2: "100%", y1: PLOT, y2: PLOT }),
    paths,
    ...dots,
    lastLabel(rows, "max", "limit", y),
    lastLabel(rows, "count", "entries", y),
  ].join("");
}

/** The last known value, at the right: the limit above its line, the count on the side with room. */
function lastLabel(rows: readonly Row[], key: "count" | "max", word: string, y: Scale): string {
  const value = rows.map((row) => row[key]).findLast(isKnown);
  if (value === undefined) return "";
  const above = key === "max" || y(value) > PLOT - 30;
  const text = key === "max" ? `${word} ${formatNumber(value)}` : `${formatNumber(value)} ${word}`;
  return tag(
    "text",
    { class: `on-${key}`, x: "100%", y: round(y(value) + (above ? -7 : 18)) },
    text,
  );
}

function inWords(rows: readonly Row[]): string {
  const counts = rows.map(({ count }) => count).filter(isKnown);
  const limits = [...new Set(rows.map(({ max }) => max).filter(isKnown))];
  const missing = rows.length - counts.length;
  const range =
    counts.length === 0
      ? "The count is unknown"
      : `Between ${formatNumber(Math.min(...counts))} and ${formatNumber(Math.max(...counts))} entries`;
  return [
    `${range} in ${formatNumber(rows.length)} readings${missing > 0 && counts.length > 0 ? `, ${formatNumber(missing)} of them unknown` : ""}`,
    `limit ${limits.length === 0 ? "unknown" : limits.map((one) => formatNumber(one)).join(", then ")}`,
    ...LOSSES.map(([key, name]) => `${name.toLowerCase()}: ${lossInWords(rows, key)}`),
  ].join("; ");
}
