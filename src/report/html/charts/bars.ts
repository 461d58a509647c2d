import { formatNumber, formatParts, printable } from "../../../format.ts";
import { scaleOf } from "./scale.ts";
import { hatch, percent, round, shorten, shown, tag } from "./svg.ts";

export interface Bar {
  label: string;
  /** What a pointer's rest on the row says, where the label is short for it. */
  full?: string;
  entries: number;
  /** Drawn hatched: a bar of what could not be told. */
  unknown?: boolean;
}

/** A drawing is at least this wide, in pixels, and a character of it at most this. */
const NARROWEST = 300;
const CHARACTER = 7.8;
/** Labels up to this length stand beside their bars, longer ones above. */
const BESIDE = 12;

/** Entries with their share of a total; alone where there is none. */
function amounts(list: readonly Bar[], total: number): string[] {
  const counts = list.map(({ entries }) => entries);
  const shares = formatParts(counts, total);
  return counts.map((entries, at) =>
    total === 0 ? formatNumber(entries) : `${formatNumber(entries)} · ${shares[at]}`,
  );
}

/** Horizontal bars with their labels and numbers, in the order given; the longest fills its place. */
export function bars(list: readonly Bar[], total: number): { drawing: string; height: number } {
  const numbers = amounts(list, total);
  const labels = list.map(({ label }) => printable(label));
  const part = (texts: readonly string[]) =>
    ((Math.max(...texts.map((text) => [...text].length)) + 1) * CHARACTER * 100) / NARROWEST;
  const beside = labels.every((label) => [...label].length <= BESIDE);
  const from = beside ? part(labels) : 0;
  const to = beside ? Math.max(from + 10, 100 - part(numbers)) : 100;
  const most = Math.max(1, ...list.map(({ entries }) => entries));
  const width = scaleOf([0, most], [0, to - from], true);
  const rowHeight = beside ? 26 : 42;
  const rows = list.map(({ full, entries, unknown }, at) => {
    const y = at * rowHeight;
    const text = y + (beside ? 17 : 15);
    const room = Math.floor(NARROWEST / CHARACTER) - numbers[at]!.length - 1;
    const short = beside ? labels[at]! : shorten(labels[at]!, room);
    const box = { y: y + (beside ? 5 : 22), height: beside ? 16 : 12 };
    const length = width(entries);
    return tag(
      "g",
      { class: "row" },
      tag("title", {}, shown(`${full ?? labels[at]!}: ${numbers[at]!}`)),
      tag("rect", { class: "track", x: percent(from), width: percent(to - from), ...box }),
      bar(from, length, box, unknown === true),
      tag("text", { class: "label", x: 0, y: text }, shown(short)),
      tag("text", { class: "number", x: "100%", y: text }, shown(numbers[at]!)),
    );
  });
  return { drawing: rows.join(""), height: round(list.length * rowHeight) };
}

function bar(
  from: number,
  length: number,
  box: { y: number; height: number },
  unknown: boolean,
): string {
  if (length === 0) return "";
  const place = { x: percent(from), width: percent(length), ...box };
  if (!unknown) return tag("rect", { class: "bar", ...place });
  return tag(
    "svg",
    place,
    hatch(box.height),
    tag("rect", { class: "rim", width: "100%", height: box.height }),
  );
}

/** The same in words. */
export function barsInWords(list: readonly Bar[], total: number): string {
  const shares = formatParts(
    list.map(({ entries }) => entries),
    total,
  );
  return list
    .map(({ label, full, entries }, at) => {
      const share = total === 0 ? "" : `, ${shares[at]}`;
      return `${full ?? label}: ${formatNumber(entries)} entries${share}`;
    })
    .join("; ");
}
