/** What a recorder made of insert_failed, for reports/recorder.md. */
import { formatNumber } from "../../../src/format.ts";
import { table } from "../../../src/report/markdown/table.ts";
import type { Clashes } from "./clashes.ts";
import { SHELLS } from "./kernels.ts";
import { right } from "./report.ts";

export interface JudgedClashes extends Clashes {
  readonly kernel: string;
  /** Of the bundles that were made meanwhile, in their order. */
  readonly triggers: readonly string[];
  readonly states: readonly string[];
  readonly causes: readonly string[];
  /** Seconds from the first attempt to the first trigger. */
  readonly after: number | null;
}

const list = (words: readonly string[]): string => (words.length === 0 ? "none" : words.join(", "));

export function clashesText(steps: readonly JudgedClashes[]): string {
  const kernels = [...new Set(steps.map(({ kernel }) => kernel))];
  return `## insert_failed

Clients of a table with room connect to one server, towards which five source ports are all that there is: no port is
left for them, and the kernel (${kernels.join(", ")}) counts each SYN in \`insert_failed\` and in \`drop\`, the repeated ones too. First they are
so few that they are no reason; then their number and for how long they come are drawn from a seed. The recorder runs
under ${kernels.map((kernel) => `${SHELLS[kernel]} (${kernel})`).join(" and ")} with \`--before 60 --after 5 --quiet-for 20\`. The state and the cause are those of \`analyze\`.

${table(
  [
    { title: "Kernel" },
    ...["Attempts a second", "For", "insert_failed", "drop", "Entries"].map(right),
    { title: "Trigger" },
    right("Seen after"),
    { title: "State" },
    { title: "Cause" },
  ],
  steps.map((one) => [
    one.kernel,
    String(one.perSecond),
    `${one.seconds} s`,
    formatNumber(one.failed),
    formatNumber(one.dropped),
    formatNumber(one.entries),
    list(one.triggers),
    one.after === null ? "–" : `${one.after.toFixed(1)} s`,
    list(one.states),
    list(one.causes),
  ]),
)}
`;
}
