import { formatNumber } from "../../../format.ts";
import type { Analysis } from "../../contract.ts";
import { type Scale, scaleOf } from "./scale.ts";
import { percent, shown, tag } from "./svg.ts";

export type Row = Analysis["timeline"][number];

/** What a step can lose, each in a lane of its own, since drops may count failed inserts, too. */
export const LOSSES = [
  ["drop", "Drops"],
  ["earlyDrop", "Early drops"],
  ["insertFailed", "Failed inserts"],
] as const;
type Loss = (typeof LOSSES)[number][0];

/** Heights in pixels: of a lane, and of the label at its top. */
export const LANE = 58;
const LABEL = 24;

export const isKnown = (value: number | null): value is number =>
  value !== null && Number.isFinite(value);

/** Sum and largest of a counter's steps; the first row has no row before it, hence no step. */
function lossesOf(rows: readonly Row[], key: Loss) {
  const steps = rows.slice(1).map((row) => row[key]);
  const values = steps.filter(isKnown);
  return {
    sum: values.reduce((a, b) => a + b, 0),
    most: Math.max(0, ...values),
    known: values.length,
    unknown: steps.length - values.length,
  };
}

/** The sum of a counter's steps, or how much of it is unknown. */
export function lossInWords(rows: readonly Row[], key: Loss): string {
  const { sum, known, unknown } = lossesOf(rows, key);
  if (known === 0) return "unknown";
  return unknown === 0
    ? formatNumber(sum)
    : `${formatNumber(sum)}, ${formatNumber(unknown)} of ${formatNumber(known + unknown)} steps unknown`;
}

/** A counter's steps as bars as wide as their time. All lanes have one scale, so that they compare. */
export function lane(rows: readonly Row[], key: Loss, name: string, x: Scale, top: number): string {
  const most = Math.max(1, ...LOSSES.map(([one]) => lossesOf(rows, one).most));
  const height = scaleOf([0, most], [0, LANE - LABEL], true);
  const base = top + LANE;
  const steps = rows.slice(1).map((row, at) => {
    const value = row[key];
    const [left, right] = [x(rows[at]!.seconds), x(row.seconds)];
    if (!isKnown(value) || value <= 0 || right <= left) return "";
    const tall = Math.max(1.5, height(value));
    const place = { x: percent(left), width: percent((right - left) * 0.9) };
    return tag("rect", { class: `loss ${key}`, ...place, y: base - tall, height: tall });
  });
  return [
    tag("line", { class: "base", x1: 0, x2: "100%", y1: base, y2: base }),
    ...steps,
    tag("text", { class: "label", x: 0, y: top + 18 }, name),
    tag("text", { class: "number", x: "100%", y: top + 18 }, shown(lossInWords(rows, key))),
  ].join("");
}
