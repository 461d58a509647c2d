import type { TimelineSubject } from "../../timeline-contract.ts";
import type { Content, Course, Words } from "../document.ts";
import { code, counted, number, says, text } from "../inline.ts";
import { clockWords } from "./times.ts";

/** About how many rows of the series are shown as a table. */
const ROWS = 14;

/** How the table went, drawn and as a table; what was lost is summed over the rows that are left out. */
export function course({ series }: TimelineSubject, id: string): Content[] {
  if (series === null || series.rows.length < 2) return [];
  const { rows, start, name } = series;
  const step = Math.max(1, Math.ceil(rows.length / ROWS));
  const shown = [...rows.keys()].filter((at) => at === 0 || (rows.length - 1 - at) % step === 0);
  const sum = (at: number, key: "drop" | "earlyDrop"): Words => {
    if (at === 0) return says`–`;
    const part = rows.slice(shown[at - 1]! + 1, shown[at]! + 1).map((row) => row[key]);
    return [
      number(part.some((one) => one === null) ? null : part.reduce<number>((a, b) => a + b!, 0)),
    ];
  };
  const timeOf = (seconds: number): string =>
    clockWords(new Date(Date.parse(start) + seconds * 1000).toISOString());
  return [
    {
      title: "The table over time",
      blocks: [
        { kind: "paragraph", words: says`By ${code(name)}.` },
        {
          kind: "chart",
          chart: "window",
          of: { ...courseOf(series), id },
          tables: [
            {
              kind: "table",
              columns: ["Time (UTC)", "Count", "Limit", "Drops", "Early drops"].map(counted),
              rows: shown.map((index, at) => [
                [text(timeOf(rows[index]!.seconds))],
                [number(rows[index]!.count)],
                [number(rows[index]!.max)],
                sum(at, "drop"),
                sum(at, "earlyDrop"),
              ]),
            },
          ],
        },
      ],
    },
  ];
}

/** The series in the shape that a window is drawn from. */
function courseOf({ rows, start }: NonNullable<TimelineSubject["series"]>): Course {
  const seconds = rows.at(-1)!.seconds;
  return {
    timeline: rows,
    bundle: {
      capturedAt: new Date(Date.parse(start) + seconds * 1000).toISOString(),
      windowSeconds: seconds,
    },
  };
}
