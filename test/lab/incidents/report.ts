import { table } from "../../../src/report/markdown/table.ts";
import { FORMS, type Form, type Judged } from "./judge.ts";
import { KINDS } from "./kinds.ts";

/** Seconds by which an event may be off. */
const ALLOWED = 2;
const EVENTS = ["onset", "full", "loss", "mended"] as const;

/**
 * Whether a trigger is named rightly and no event is off by more, unless it was said to be known no better; what is
 * said to be unknown is not wrong.
 */
export const isRight = ({ off, outside, isTriggerRight }: Judged): boolean =>
  isTriggerRight &&
  EVENTS.every((one) => off[one] === null || off[one] <= ALLOWED || !outside.includes(one));

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

const seconds = (value: number): string => (Number.isNaN(value) ? "–" : `${value.toFixed(1)} s`);

/** `reports/timeline.md`: what was said of how many incidents, and how far it was off. */
export function incidentsReport(
  judged: readonly (Judged & { seed: number })[],
  planned: number,
  notRecorded: readonly string[],
): string {
  const [first] = Object.keys(FORMS) as Form[];
  const seeds = [...new Set(judged.map(({ seed }) => seed))];
  const incidents = judged.filter(({ form }) => form === first).length;
  return `${[
    "# Timelines of incidents",
    `${incidents} of ${planned} drawn incidents of ${KINDS.length} kinds, on user-mode Linux, each with a table that fills, loses and is mended. The moments are known apart from what is handed over: from the script that begins and mends each, and from the kernel's counters, read ten times a second. What is handed over is read once a second. \`npm run lab:incidents -- --runs 20,8 --seed 1,2 --report reports/timeline.md\` records and writes this.${notRecorded.length === 0 ? "" : ` Not recorded: ${notRecorded.join(", ")}.`}`,
    "Off is the time between the middle of what `timeline` says and the truth. Unknown is what it says it cannot tell: where entries are evicted the kernel logs nothing, so that without counters nobody knows of the first loss. Outside what was said is an event whose true moment lies more than a second outside the span that was given for it. What was learnt from the first seed went into the rules; the other seeds were drawn afterwards.",
    "## By what is handed over",
    table(
      [
        { title: "Seed", right: true },
        { title: "Handed over" },
        ...[
          "Incidents",
          "Events",
          "Unknown",
          "Off, 95th percentile",
          "Off, most",
          "Outside what was said",
          "Trigger named",
        ].map((title) => ({ title, right: true })),
      ],
      seeds.flatMap((seed) =>
        (Object.keys(FORMS) as Form[]).map((form) => [
          String(seed),
          ...row(
            form,
            judged.filter((one) => one.form === form && one.seed === seed),
          ),
        ]),
      ),
    ),
    "## By kind, with everything handed over",
    table(
      [
        { title: "Kind" },
        { title: "Incidents", right: true },
        ...EVENTS.map((title) => ({ title: `${title}, most`, right: true })),
        { title: "Trigger named", right: true },
        { title: "As" },
      ],
      KINDS.map(({ id }) => {
        const own = judged.filter((one) => one.kind === id && one.form === first);
        const most = (event: (typeof EVENTS)[number]): string =>
          seconds(
            percentile(
              own.flatMap(({ off }) => off[event] ?? []),
              1,
            ),
          );
        const named = own.filter(({ isTriggerRight }) => isTriggerRight).length;
        return [
          id,
          String(own.length),
          ...EVENTS.map(most),
          `${named} of ${own.length}`,
          `\`${own[0]?.trigger.split(",")[0] ?? ""}\``,
        ];
      }),
    ),
    "The onset of a raised timeout is the moment from which the table shows it: what there was keeps its old time. Short connections are still open, or closing, when a slow kernel's table is full, and are named so.",
  ].join("\n\n")}\n`;
}

function row(form: string, own: readonly Judged[]): string[] {
  const all = own.flatMap(({ off }) => EVENTS.flatMap((one) => off[one] ?? []));
  const unknown = own.length * EVENTS.length - all.length;
  const named = own.filter(({ isTriggerRight }) => isTriggerRight).length;
  return [
    form,
    String(own.length),
    String(all.length),
    String(unknown),
    seconds(percentile(all, 0.95)),
    seconds(percentile(all, 1)),
    String(own.flatMap(({ outside }) => outside).length),
    `${named} of ${own.length}`,
  ];
}
