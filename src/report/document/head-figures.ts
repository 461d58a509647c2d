import { formatNumber, formatSeconds } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import type { Head, Words } from "./document.ts";
import { number, says, share } from "./inline.ts";

/** How many entries there are: the kernel's count, or where the bundle lacks it the rows of the dump. */
export function tableLine({ table: t }: Analysis): Words {
  if (t.count === null)
    return t.rows === null
      ? says`no dump in the bundle`
      : says`${number(t.rows)} rows, limit unknown`;
  const part = t.utilization === null ? "" : says` (${share(t.utilization)})`;
  const least = t.bound === "at least" ? "at least " : "";
  return t.max === null
    ? says`${least}${number(t.count)} entries, limit unknown`
    : says`${least}${number(t.count)} of ${number(t.max)} entries${part}`;
}

/** How full the table is, and what was lost within the window. */
export function figures({ table, signals, bundle }: Analysis): Head["figures"] {
  const lost = (name: string): number | null => {
    const value = signals.find(({ signal }) => signal === name)?.value;
    return typeof value === "number" ? value : null;
  };
  const count = table.count ?? table.rows;
  const limit = table.max === null ? "an unknown limit" : formatNumber(table.max);
  const window = bundle.windowSeconds === null ? "the window" : formatSeconds(bundle.windowSeconds);
  return [
    {
      value: table.utilization,
      unit: "share",
      of: `in use: ${count === null ? "unknown" : formatNumber(count)} of ${limit}`,
    },
    {
      value: lost("table.fullDrops"),
      unit: "",
      of: `packets dropped because the table was full, in ${window}`,
    },
    {
      value: lost("table.earlyDrops"),
      unit: "",
      of: `entries evicted to make room in ${window}`,
    },
  ];
}
