import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { formatBytes, formatNumber } from "../../src/format.ts";
import type { Timeline } from "../../src/report/timeline-contract.ts";
import { measure } from "../bench/measure.ts";
import { rowWriter } from "../bench/rows.ts";
import type { Figures, Options } from "./run.ts";

/** An hour at a dump a second, each of so many rows, and of up to the limit at its end. */
const DUMPS = 3600;
const ROWS = 20_000;
const LIMIT = 26_000;
const ONSET = 0.5;
const FULL = 0.9;
const START = Date.UTC(2026, 10, 26, 9, 0, 0);
/** Seconds that an hour may take, and MiB. */
const ALLOWED = { seconds: 60, memory: 300 };

/** Rows of the dump at a part of the time. */
function rowsAt(part: number): number {
  const climb = Math.min(1, Math.max(0, (part - ONSET) / (FULL - ONSET)));
  return Math.round(ROWS + climb * (LIMIT - ROWS));
}

/** Writes so many dumps with the limit beside them; returns their bytes. */
function writeDumps(folder: string, dumps: number, seed: number): number {
  const next = rowWriter({ seed, spoofed: 0, accounting: false });
  const ends: number[] = [];
  const rows: string[] = [];
  let length = 0;
  for (let row = 0; row < LIMIT; row++) {
    const text = next();
    rows.push(text);
    length += text.length;
    ends.push(length);
  }
  const all = Buffer.from(rows.join(""), "latin1");
  let bytes = 0;
  mkdirSync(join(folder, "dumps"), { recursive: true });
  for (let at = 0; at < dumps; at++) {
    const name = new Date(START + at * 1000).toISOString().replace(/[:-]|\.\d+/g, "");
    const dump = all.subarray(0, ends[rowsAt(at / (dumps - 1)) - 1]);
    writeFileSync(join(folder, "dumps", `${name}.txt`), dump);
    bytes += dump.length;
  }
  const first = new Date(START).toISOString().replace(/[:-]|\.\d+/g, "");
  writeFileSync(join(folder, `sysctl-${first}.txt`), `net.netfilter.nf_conntrack_max = ${LIMIT}\n`);
  return bytes;
}

/** An hour of dumps, and a tenth of it: how long they take, in how much memory, and that the moments are right. */
export async function timeline({ seed, say }: Options): Promise<Figures> {
  const failures: string[] = [];
  const lines: string[] = [];
  for (const dumps of [DUMPS / 10, DUMPS]) {
    const folder = mkdtempSync(join(tmpdir(), "conntriage-timeline-"));
    try {
      say(`writing ${dumps} dumps`);
      const bytes = writeDumps(folder, dumps, seed);
      const out = join(folder, "timeline.json");
      const argv = ["node", "dist/cli.js", "timeline", folder, "-o", out, "--quiet"];
      const load = loadavg()[0]!;
      const costs = await measure([{ id: "timeline", argv }], 1, folder);
      const { wall, peak, cpu } = costs.get("timeline")!;
      const told = JSON.parse(readFileSync(out, "utf8")) as Timeline;
      failures.push(...wrong(told, dumps));
      if (dumps === DUMPS && wall[0]! > ALLOWED.seconds)
        failures.push(`${wall[0]!.toFixed(1)} s, which is more than ${ALLOWED.seconds}`);
      if ((peak[0] ?? 0) > ALLOWED.memory) failures.push(`${peak[0]} MiB at its peak`);
      lines.push(
        `| ${formatNumber(dumps)} | ${formatBytes(bytes)} | ${wall[0]!.toFixed(1)} s | ${cpu[0]?.toFixed(1) ?? "–"} s | ${formatNumber(peak[0] ?? 0)} MiB | ${load.toFixed(1)} |`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const text = `## Speed

Dumps of ${formatNumber(ROWS)} to ${formatNumber(LIMIT)} rows, one a second, as files in a folder, on ${cpus().length} processors; load is the machine's
average over a minute before, by others. Onset and full are within two seconds of where they were put.

| Dumps | Bytes | Time | Processor time | Peak memory | Load |
| --: | --: | --: | --: | --: | --: |
${lines.join("\n")}

\`npm run build && npm run proof -- timeline\` measures it.`;
  return { text, failures };
}

function wrong({ subjects: [first] }: Timeline, dumps: number): string[] {
  const step = (part: number): number => START + Math.round(part * (dumps - 1)) * 1000;
  return (
    [
      ["onset", ONSET],
      // a dump lacks what ends while it is written, and is called full from 98 % on
      ["full", ONSET + ((0.98 * LIMIT - ROWS) / (LIMIT - ROWS)) * (FULL - ONSET)],
    ] as const
  ).flatMap(([name, part]) => {
    const at = first?.events.find(({ event }) => event === name)?.at ?? "";
    const off = (Date.parse(at) - step(part)) / 1000;
    return Math.abs(off) <= 2 ? [] : [`${name} of ${dumps} dumps is off by ${off} s`];
  });
}
