/** Writes reports/page.md: see page.ts. */

import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { formatShare } from "../../src/format.ts";
import { bundleOf } from "../causes/sample.ts";
import { ROOT } from "../cli/built.ts";
import { type DataSet, dataSet } from "./data-set.ts";
import { command, inChromium, inFirefox, type Reading, sizes, versions, zcat } from "./page.ts";
import { type Part, pageParts } from "./page-parts.ts";

const SAMPLE = "time-wait-churn";
const SIZES = [1_000_000, 10_000_000];

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const median = (values: readonly number[]): number => sorted(values)[values.length >> 1]!;
const p99 = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length * 0.99)] ?? 0;
const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} KB`;

interface Row {
  what: string;
  base: string;
  pairs: { base: number; reading: Reading }[];
}

/** Runs in pairs, one after the other, so that what else the machine does meets both alike. */
async function pairsOf(
  rounds: number,
  base: () => number,
  read: () => Promise<Reading>,
): Promise<Row["pairs"]> {
  const pairs: Row["pairs"] = [];
  for (let round = 0; round < rounds; round++) pairs.push({ base: base(), reading: await read() });
  return pairs;
}

const cells = ({ what, base, pairs }: Row): string => {
  const of = (value: (reading: Reading) => number) => pairs.map(({ reading }) => value(reading));
  const peaks = pairs.flatMap(({ reading }) => reading.peak ?? []);
  return `| ${[
    what,
    base,
    seconds(median(pairs.map((one) => one.base))),
    seconds(median(of(({ wall }) => wall))),
    median(pairs.map((one) => one.reading.wall / one.base)).toFixed(2),
    peaks.length === 0 ? "not measured" : Math.round(Math.max(...peaks)),
    median(of(({ gaps }) => p99(gaps))).toFixed(0),
    median(of(({ slider }) => slider)).toFixed(1),
  ].join(" | ")} |`;
};

export async function benchPage(rounds: number, say: (text: string) => void): Promise<void> {
  const sample = bundleOf(SAMPLE);
  const rows: Row[] = [];
  const loads: number[] = [];
  const parts = await pageParts();
  const add = async (what: string, base: string, pairs: Promise<Row["pairs"]>): Promise<void> => {
    rows.push({ what, base, pairs: await pairs });
    loads.push(loadavg()[0]!);
    say(cells(rows.at(-1)!));
    write(rows, loads, rounds, parts);
  };
  const browsers = [
    ["Chromium", inChromium],
    ["Firefox", inFirefox],
  ] as const;
  for (const [name, read] of browsers)
    await add(
      `a captured sample, ${name}`,
      "the command",
      pairsOf(
        rounds,
        () => command(sample),
        () => read(sample),
      ),
    );
  for (const size of SIZES) {
    const data: DataSet = await dataSet(
      { rows: size, seed: 1, spoofed: 0, accounting: false },
      false,
    );
    for (const [name, read] of browsers)
      await add(
        `${size.toLocaleString("en")} rows, ${name}`,
        "zcat",
        pairsOf(
          rounds,
          () => zcat(data),
          () => read(data.gz),
        ),
      );
  }
}

/** Parts below this share are one line. */
const SMALL_PART = 0.01;

function partsTable(parts: readonly Part[]): string {
  const total = parts.reduce((sum, [, bytes]) => sum + bytes, 0);
  const large = parts.filter(([, bytes]) => bytes / total >= SMALL_PART);
  const rest = total - large.reduce((sum, [, bytes]) => sum + bytes, 0);
  return [...large, ["all else", rest] as const]
    .map(
      ([name, bytes]) =>
        `| ${name} | ${Math.round(bytes / 1000)} | ${formatShare(bytes / total)} |`,
    )
    .join("\n");
}

function write(
  rows: readonly Row[],
  loads: readonly number[],
  rounds: number,
  parts: readonly Part[],
): void {
  const { raw, gzip } = sizes();
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(
    join(ROOT, "reports/page.md"),
    `# The page, beside the command and zcat

${versions()}, Node ${process.versions.node}, 2 processors, ${date}. Written by \`npm run bench -- --page\`.

Each time a browser of its own, in which the page has been open for a second. It is measured from the choice of the file to
the report on the screen. Page and yardstick run in pairs, ${rounds} of them; times are medians, a ratio is the median of the
pairs' ratios, and the peak is the largest resident set of the tab's process in any run. A gap is the time between two
pictures while the bundle is read, of which 99 % are shorter; a slider's time is the longest of twenty moves, answer and layout
included. The machine was shared with other work meanwhile: the load of its two processors was ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.

| | beside | it took s | the page s | ratio | peak MiB | gap ms | slider ms |
|---|---|---:|---:|---:|---:|---:|---:|
${rows.map(cells).join("\n")}

## What is in it

The page has ${kilobytes(raw)}: the program of its threads stands in it as gzip in base64, so that gzip makes no more of it
than ${kilobytes(gzip)}. What that program is made of, before it is minified, which takes a third off:

| | KB | share |
|---|---:|---:|
${partsTable(parts)}

Four fifths are the product itself: the readers of inputs, the signals, the causes and the words of the reports, none of
which the page can do without. Of the packages, \`marked\` reads the sentences of causes, \`xz-decompress\` and \`fzstd\`
unpack what browsers do not, and \`@noble/ciphers\` hides names.
`,
  );
}
