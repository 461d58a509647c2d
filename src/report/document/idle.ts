import type { Analysis } from "../contract.ts";
import { bandInWords } from "../words.ts";
import type { Content } from "./document.ts";
import { says } from "./inline.ts";
import { type Counted, counts, part, terminalCounts } from "./parts.ts";

/** Without the empty bands before the first entry and behind the last, which only a terminal shows. */
export function idle({ table }: Analysis): Content[] {
  const { bands, unknown } = table.idle;
  const whole = bands.reduce((sum, { entries }) => sum + entries, unknown);
  if (whole === 0) return [];
  const title = "time since the last packet";
  const filled = (band: (typeof bands)[number]) => band.entries > 0;
  const list = (some: typeof bands): Counted[] => [
    ...some.map((band): Counted => [bandInWords(band), band.entries]),
    ...(unknown > 0 ? [["unknown", unknown] as const] : []),
  ];
  const shown = bands.slice(bands.findIndex(filled), bands.findLastIndex(filled) + 1);
  return [
    {
      title,
      blocks: [
        { kind: "chart", chart: "idle", tables: [counts("Time", list(shown), whole)] },
        {
          kind: "paragraph",
          words: says`Each entry's timeout minus the time that it has left; unknown where the bundle does not show its timeout.`,
        },
      ],
      terminal: [part("Time since the last packet", terminalCounts("Time", list(bands), whole))],
    },
  ];
}
