import { formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { table } from "./parts.ts";

/** About how many rows of the timeline are shown. */
const ROWS = 12;

/** The first row, the last, and some between; losses are summed over the rows that are left out. */
export function timeline({ timeline: rows }: Analysis): string {
  if (rows.length < 2) return "";
  const step = Math.max(1, Math.ceil(rows.length / ROWS));
  const shown = [...rows.keys()].filter((at) => at === 0 || (rows.length - 1 - at) % step === 0);
  const number = (value: number | null) => (value === null ? "unknown" : formatNumber(value));
  const sum = (at: number, key: "drop" | "earlyDrop" | "insertFailed"): string => {
    if (at === 0) return "–";
    const part = rows.slice(shown[at - 1]! + 1, shown[at]! + 1).map((row) => row[key]);
    return part.some((one) => one === null)
      ? "unknown"
      : formatNumber(part.reduce<number>((a, b) => a + b!, 0));
  };
  return [
    "## The window",
    table(
      ["Second", "Count", "Limit", "Drops", "Early drops", "Failed inserts"],
      shown.map((index, at) => [
        formatNumber(rows[index]!.seconds, 1),
        number(rows[index]!.count),
        number(rows[index]!.max),
        sum(at, "drop"),
        sum(at, "earlyDrop"),
        sum(at, "insertFailed"),
      ]),
    ),
  ].join("\n\n");
}
