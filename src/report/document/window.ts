import { formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { clockOf } from "./clock.ts";
import type { Content, Words } from "./document.ts";
import { counted, number, says, text } from "./inline.ts";

/** About how many rows of the timeline are shown. */
const ROWS = 12;

/** The first row, the last, and some between; losses are summed over the rows that are left out. */
export function window(analysis: Analysis): Content[] {
  const { timeline: rows } = analysis;
  const clock = clockOf(analysis);
  if (rows.length < 2) return [];
  const step = Math.max(1, Math.ceil(rows.length / ROWS));
  const shown = [...rows.keys()].filter((at) => at === 0 || (rows.length - 1 - at) % step === 0);
  const sum = (at: number, key: "drop" | "earlyDrop" | "insertFailed"): Words => {
    if (at === 0) return says`–`;
    const part = rows.slice(shown[at - 1]! + 1, shown[at]! + 1).map((row) => row[key]);
    return [
      number(part.some((one) => one === null) ? null : part.reduce<number>((a, b) => a + b!, 0)),
    ];
  };
  return [
    {
      title: "Timeline",
      blocks: [
        {
          kind: "chart",
          chart: "window",
          tables: [
            {
              kind: "table",
              columns: [
                clock === null ? "Second" : "Time (UTC)",
                "Count",
                "Limit",
                "Drops",
                "Early drops",
                "Failed inserts",
              ].map(counted),
              rows: shown.map((index, at) => [
                [text(clock?.(rows[index]!.seconds) ?? formatNumber(rows[index]!.seconds, 1))],
                [number(rows[index]!.count)],
                [number(rows[index]!.max)],
                sum(at, "drop"),
                sum(at, "earlyDrop"),
                sum(at, "insertFailed"),
              ]),
            },
          ],
        },
      ],
      terminal: [],
    },
  ];
}
