import { writeFileSync } from "node:fs";
import { table } from "../../src/report/markdown/table.ts";
import type { Found } from "./input.ts";
import type { Tallies } from "./worker.ts";

export interface Run {
  minutes: number;
  /** Of processor time: the machine may have had others to serve. */
  cpuMinutes: number;
  seed: number;
  totals: Tallies;
  /** Inputs by which something ran first. */
  kept: number;
  /** Characters that ran, and all, by file. */
  covered: ReadonlyMap<string, { ran: number; all: number }>;
  found: readonly [string, Found][];
}

const n = (value: number): string => value.toLocaleString("en");
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** What ran of each folder of src/. */
function folders(covered: Run["covered"]): string[][] {
  const sums = new Map<string, { files: number; ran: number; all: number }>();
  for (const [path, { ran, all }] of covered) {
    const folder = path.includes("/") ? `${path.split("/")[0]}/` : "the pipeline";
    const sum = sums.get(folder) ?? { files: 0, ran: 0, all: 0 };
    sums.set(folder, { files: sum.files + 1, ran: sum.ran + ran, all: sum.all + all });
  }
  return [...sums]
    .sort()
    .map(([folder, { files, ran, all }]) => [folder, n(files), percent(ran, all)]);
}

/** Writes reports/fuzz.md. */
export function writeReport({
  minutes,
  cpuMinutes,
  seed,
  totals,
  kept,
  covered,
  found,
}: Run): void {
  const executions = Object.values(totals).reduce((sum, one) => sum + one.executions, 0);
  const files = [...covered.values()];
  const [ran, all] = (["ran", "all"] as const).map((key) =>
    files.reduce((sum, one) => sum + one[key], 0),
  );
  const right = (title: string) => ({ title, right: true });
  const text = `# Fuzzing

Samples, cases from the field, and files made of them are changed at random: bits, bytes, numbers, words, lines, long
runs, parts of each other, whole files. What covers something of \`src/\` that nothing covered before, by V8's precise
coverage, is changed further. Whatever is given, only an \`AnalyzerError\` of one line may be thrown, time and memory
are bounded by the size, rows read are rows parsed and not parsed and each is in one sum, the JSON keeps the contract,
the page holds nothing alive, the text no control character, and a redacted copy has the rows of its original. This
page is written by \`npm run fuzz -- --minutes N --report\`.

| run | |
|---|---:|
| minutes, one thread | ${minutes.toFixed(1)} |
| minutes of processor time in these | ${cpuMinutes.toFixed(1)} |
| seed | ${seed} |
| executions | ${n(executions)} |
| inputs that covered something new | ${n(kept)} |
| coverage of the ${n(files.length)} files that were loaded, by characters of code | ${percent(ran!, all!)} |
| inputs that failed, in this run and in earlier ones | ${n(found.length)} |
| of them mended | ${n(found.filter(([, { mended }]) => mended !== "").length)} |

## Findings

Each is kept in \`test/fuzz/found/\`, as small as it could be made, and is a test.

${
  found.length === 0
    ? "None."
    : table(
        [{ title: "Input" }, { title: "What was wrong" }, { title: "What was mended" }],
        found.map(([name, { fault, mended }]) => [
          `\`${name}\``,
          `\`${fault.replace(/\s+/g, " ").replaceAll("`", "'").replaceAll("|", "\\|").slice(0, 160)}\``,
          mended || "open",
        ]),
      )
}

## Coverage

${table([{ title: "Folder" }, right("Files"), right("Ran")], folders(covered))}

## Executions

${table(
  [{ title: "Target" }, right("Executions"), right("Inputs in the end")],
  Object.entries(totals).map(([name, one]) => [name, n(one.executions), n(one.inputs)]),
)}
`;
  writeFileSync(new URL("../../reports/fuzz.md", import.meta.url), text);
}
