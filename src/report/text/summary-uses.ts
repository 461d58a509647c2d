import { formatNumber, formatShares } from "../../format.ts";
import type { Head } from "../document/document.ts";
import { text } from "../document/inline.ts";
import type { Paint } from "./colour.ts";
import { bar, inlines } from "./inline.ts";
import { padEnd, padStart, shorten, WIDTH, widthOf } from "./width.ts";

/** The largest uses; the others are one, so that the shares add up. */
function fewUses(all: Head["uses"], most: number): Head["uses"] {
  if (all.length <= most) return all;
  const others = all.slice(most - 1);
  const sum = (of: "entries" | "share") => others.reduce((total, one) => total + one[of], 0);
  return [
    ...all.slice(0, most - 1),
    { meaning: "other uses", entries: sum("entries"), share: sum("share") },
  ];
}

/** The table by its uses, with a bar for each. */
export function uses(head: Head, most: number, paint: Paint): string[] {
  const shown = fewUses(head.uses, most);
  const shares = formatShares(shown.map(({ entries }) => entries));
  const counts = shown.map(({ entries }) => formatNumber(entries));
  const digits = Math.max(0, ...counts.map(widthOf));
  const names = shown.map(({ meaning }) => inlines([text(meaning)], paint));
  const bars = shown.map((use) => bar(use.share));
  // what the bar, the share of six columns and the gaps leave
  const room = WIDTH - digits - 13 - Math.max(0, ...bars.map(widthOf));
  const label = Math.min(room, Math.max(0, ...names.map(widthOf)));
  return [
    "",
    `${paint("heading", "Table")}   ${inlines(head.table, paint)}`,
    ...shown.map((_, at) =>
      `  ${padStart(counts[at]!, digits)}  ${shares[at]!.padStart(6)}  ${padEnd(shorten(names[at]!, label), label)} ${bars[at]}`.trimEnd(),
    ),
  ];
}
