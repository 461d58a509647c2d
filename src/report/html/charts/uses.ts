import { formatNumber, formatShares } from "../../../format.ts";
import type { Analysis } from "../../contract.ts";
import { scaleOf } from "./scale.ts";
import { figure, percent, round, shown, tag } from "./svg.ts";

/** Colours that the style has; further uses share the last, and are told apart by their numbers. */
const COLOURS = 8;
const HEIGHT = 44;
/** A part this wide, in per cent of the bar, has room for its number. */
const ROOM = 6;

/** Table usage: one bar, a part for each use, and a legend that numbers them. */
export function usesChart({ table }: Analysis, prefix: string): string {
  const uses = table.uses.filter(({ entries }) => entries > 0);
  const total = uses.reduce((sum, { entries }) => sum + entries, 0);
  if (total === 0) return "";
  // in the same digits as the table below
  const shares = formatShares(uses.map(({ entries }) => entries));
  const x = scaleOf([0, total], [0, 100]);
  let before = 0;
  const parts = uses.map(({ meaning, entries }, at) => {
    const from = x(before);
    before += entries;
    const width = x(before) - from;
    const colour = `c${Math.min(at + 1, COLOURS)}`;
    const place = { x: percent(from), y: 0, width: percent(width), height: HEIGHT };
    const number =
      width < ROOM
        ? ""
        : tag("text", { class: "inside", x: percent(from + width / 2), y: 28 }, String(at + 1));
    const name = tag("title", {}, shown(`${meaning}: ${formatNumber(entries)}`));
    return tag("g", {}, name, tag("rect", { class: `part ${colour}`, ...place }), number);
  });
  const rows = uses.map(({ meaning, entries }, at) =>
    tag(
      "li",
      {},
      tag("span", { class: `key c${Math.min(at + 1, COLOURS)}` }, String(at + 1)),
      tag("span", { class: "name" }, shown(meaning)),
      tag(
        "span",
        { class: "amount" },
        tag("strong", {}, shares[at]!),
        tag("span", { class: "of" }, formatNumber(entries)),
      ),
    ),
  );
  return figure({
    id: `${prefix}chart-uses`,
    caption: `What the ${formatNumber(total)} entries are there for`,
    says: uses
      .map(
        (use, at) =>
          `${at + 1}. ${use.meaning}: ${formatNumber(use.entries)} entries, ${shares[at]}`,
      )
      .join("; "),
    height: round(HEIGHT),
    drawing: parts.join(""),
    below: tag("ol", { class: "legend" }, ...rows),
  });
}
