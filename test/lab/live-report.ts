/** The outcomes of a live run as a page: what was done to the kernel against what the report said. */
import { KERNELS, type KernelName } from "./kernels.ts";
import type { Outcome } from "./live-run.ts";

const NONE = "nothing wrong";

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [row(header), row(rule), ...rows.map(row)].join("\n");
}

/** The page, in Markdown. */
export function liveReport(
  kernel: KernelName,
  outcomes: readonly Outcome[],
  seeds: readonly number[],
  notRun: readonly (readonly [id: string, reason: string])[],
): string {
  const { title, release } = KERNELS[kernel];
  const count = outcomes.length / seeds.length;
  const right = outcomes.filter(({ mismatches }) => mismatches.length === 0).length;
  return `${[
    "# The lab against the analyzer",
    "Each case is a fresh capture: the real kernel, in namespaces of its own, is driven into one cause or two at once, with numbers that a seed draws; the collector runs there, and the report is held against what was done. It is right when the primary cause and the state are, when whoever caused it is named and nobody else, and when every other cause that was provoked is found, and nothing else.",
    table(
      ["", ""],
      [
        ["Right", `${right} of ${outcomes.length} cases`],
        ["Date", new Date().toISOString().slice(0, 10)],
        ["Kernel", `${title}, ${release()}`],
        ["Seeds", seeds.join(", ")],
        ["Again", `\`npm run lab -- --kernel ${kernel} --cases ${count} --seed ${seeds}\``],
      ],
    ),
    "## Expected and found",
    "The primary cause that was provoked, by row, and the one that the report put first, by column. A column has the number of its row.",
    matrix(outcomes),
    "## Scenarios",
    scenarios(outcomes),
    ...failures(outcomes),
    ...(notRun.length === 0 ? [] : ["## Not run", list(notRun)]),
  ].join("\n\n")}\n`;
}

const list = (notRun: readonly (readonly [id: string, reason: string])[]): string =>
  notRun.map(([id, reason]) => `- ${id}: ${reason}`).join("\n");

function matrix(outcomes: readonly Outcome[]): string {
  const pairs = outcomes.map(({ expected, found }) => ({
    wanted: expected.primary ?? NONE,
    got: found === null ? "no report" : (found.causes[0] ?? NONE),
  }));
  const wanted = [...new Set(pairs.map((pair) => pair.wanted))].sort();
  const others = [...new Set(pairs.map((pair) => pair.got))].filter((one) => !wanted.includes(one));
  const columns = [...wanted, ...others.sort()];
  const count = (one: string, other: string): number =>
    pairs.filter((pair) => pair.wanted === one && pair.got === other).length;
  return table(
    ["expected", ...columns.map((name, place) => (place < wanted.length ? `${place + 1}` : name))],
    wanted.map((one, place) => [
      `${place + 1} ${one}`,
      ...columns.map((other) => count(one, other) || "·"),
    ]),
  );
}

function scenarios(outcomes: readonly Outcome[]): string {
  const ids = [...new Set(outcomes.map(({ id }) => id))].sort();
  return table(
    ["scenario", "cases", "primary right", "party right", "state right", "all right"],
    ids.map((id) => {
      const mine = outcomes.filter((outcome) => outcome.id === id);
      const those = (holds: (outcome: Outcome) => boolean): number => mine.filter(holds).length;
      return [
        id,
        mine.length,
        those(({ expected, found }) => (found?.causes[0] ?? null) === expected.primary && !!found),
        those(({ found }) => found?.partyRight === true),
        those(({ expected, found }) => found?.state === expected.state),
        those(({ mismatches }) => mismatches.length === 0),
      ];
    }),
  );
}

function failures(outcomes: readonly Outcome[]): string[] {
  const wrong = outcomes.filter(({ mismatches }) => mismatches.length > 0);
  if (wrong.length === 0) return [];
  const lines = wrong.map(
    ({ id, seed, mismatches, summary }) =>
      `- ${id}, seed ${seed}: ${mismatches.join("; ")} (${summary})`,
  );
  return ["## Wrong", lines.join("\n")];
}
