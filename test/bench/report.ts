import { arch, cpus, release, totalmem, type } from "node:os";
import { formatNumber } from "../../src/format.ts";
import type { DataSet } from "./data-set.ts";
import type { Costs } from "./measure.ts";
import type { Yardstick } from "./yardsticks.ts";

/** What was measured of one group of programs, in their order. */
export interface Measured {
  yardsticks: readonly Yardstick[];
  costs: ReadonlyMap<string, Costs>;
  rounds: number;
  /** Processors that everything else on the machine kept busy meanwhile, on average; null if unknown. */
  others: number | null;
}

export interface OnDump extends Measured {
  data: DataSet;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const seconds = (value: number): string => value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1);
const spread = (values: readonly number[]): string =>
  `${seconds(median(values))} (${seconds(Math.min(...values))}–${seconds(Math.max(...values))})`;
/** The median of the ratios within each round: what slowed one down in a round slowed both. */
const ratio = (costs: Costs, base: Costs): string =>
  median(costs.wall.map((wall, round) => wall / base.wall[round]!)).toFixed(2);
const mebibytes = (bytes: number): string => formatNumber(Math.round(bytes / 2 ** 20));

/** One row a program; a column of ratios for each of `bases`. */
function table(measured: Measured, bases: readonly string[]): string {
  const { yardsticks, costs } = measured;
  const rows = yardsticks.map(({ id, title, missing }) => {
    const own = costs.get(id);
    if (own === undefined) return [title, `skipped: ${missing}`, ...bases.map(() => ""), "", ""];
    const known = own.cpu.length > 0;
    return [
      title,
      spread(own.wall),
      ...bases.map((base) => ratio(own, costs.get(base)!)),
      known ? seconds(median(own.cpu)) : "not measured",
      known ? formatNumber(Math.round(Math.max(...own.peak))) : "not measured",
    ];
  });
  return [
    `| | wall s | ${bases.map((base) => `÷ ${base} | `).join("")}CPU s | peak MiB |`,
    `|---|---:|${bases.map(() => "---:|").join("")}---:|---:|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}

const circumstances = ({ rounds, others }: Measured): string =>
  others === null
    ? `${rounds} runs each.`
    : `${rounds} runs each; the rest of the machine kept ${Math.max(others, 0).toFixed(2)} processors busy meanwhile.`;

function section(measured: OnDump): string {
  const { dump, textBytes, gzBytes } = measured.data;
  const spoofed = dump.spoofed > 0 ? `, ${Math.round(dump.spoofed * 100)} % of them spoofed` : "";
  return [
    `## ${formatNumber(dump.rows)} rows${spoofed}`,
    `${mebibytes(textBytes)} MiB of text, ${mebibytes(gzBytes)} MiB as .tar.gz; ${circumstances(measured)}`,
    table(measured, ["zcat", "conntriage"]),
  ].join("\n\n");
}

/** The page that is kept: `reports/bench.md`. */
export function page(startUp: Measured, dumps: readonly OnDump[], date: string): string {
  const cores = cpus();
  return `${[
    "# How fast, beside the usual tools",
    `${cores.length} × ${cores[0]?.model.trim() ?? arch()}, ${(totalmem() / 2 ** 30).toFixed(1)} GiB, ${type()} ${/^[\d.]+/.exec(release())?.[0]}, Node ${process.versions.node}, ${date}. Written by \`npm run bench\`.`,
    METHOD,
    ...dumps.map(section),
    "## Start-up",
    circumstances(startUp),
    table(startUp, ["empty"]),
    READING,
  ].join("\n\n")}\n`;
}

const METHOD = `Every figure is of a whole process (or pipeline), started from the archive and run to its end, output to /dev/null. The programs run in turn, one round after the other. Wall time is the median, with the least and the most; a ratio is the median of the ratios within each round; CPU is user and system time of all processes; the peak is the largest resident set of any single process in any run, as the kernel reports it. \`LC_ALL=C\` for all.`;

const READING = `## Reading it

- The dumps are generated (\`test/bench/generate.ts\`): skewed like a cluster's, but nobody's cluster. Spoofed rows come from random sources, which is the worst case for memory: nearly every row is a new key.
- *The same counts* are those of \`test/bench/one-pass.awk\`: protocols, states with flags, remaining times, sources, destinations, backends, ports and tuples of them. \`npm test\` holds conntriage and that program to the same results on the same text. conntriage does more in its time (causes, what each remedy frees); DuckDB counts no uses.
- Of a small table, the start of Node and the judgement of the causes are most of conntriage's time (the captured sample below "Start-up" has a few thousand rows); of a large one, unpacking and counting are.
- The usual pipelines answer one question each and start over for the next.
- \`zcat\` only unpacks. conntriage unpacks on a second core while it counts, \`zcat\` has one: a ratio below that of the CPU times comes from there, and a machine with one core would show a larger one.
- The archives are in the page cache, and a busy machine shows in the spread. Nothing in the tests asserts a time.`;
