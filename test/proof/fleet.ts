import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { examine } from "../../src/analyze.ts";
import { digestOf } from "../../src/fleet/digest.ts";
import { digestText } from "../../src/fleet/merge.ts";
import { formatBytes, formatNumber } from "../../src/format.ts";
import { GNU_TIME, measure } from "../bench/measure.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";
import { build, SINGLE } from "../cli/built.ts";
import { packBundle, readFiles } from "../truth/bundle-files.ts";
import { columnsOf } from "./fleet-duckdb.ts";
import type { Figures, Options } from "./run.ts";

/** What is promised: bundles a minute, seconds and MiB of a merge. */
const LEAST = { bundles: 1000, seconds: 60 };
const MOST = { seconds: 10, mebibytes: 300 };
const DIGESTS = 10_000;

/** Many bundles into one report, and very many digests. */
export async function fleet({ runs, say }: Options): Promise<Figures> {
  await build();
  if (GNU_TIME === null) throw new Error("the proof needs GNU time");
  const scratch = mkdtempSync(join(tmpdir(), "conntriage-fleet-"));
  try {
    const bundles = Math.max(LEAST.bundles, runs);
    const folders = { bundles: join(scratch, "bundles"), digests: join(scratch, "digests") };
    const bytes = await writeBundles(folders.bundles, bundles);
    say(`${bundles} bundles are written`);
    const lines = await writeDigests(folders.digests, DIGESTS);
    say(`${DIGESTS} digests are written`);
    const command = (...args: string[]) => [process.execPath, SINGLE, "fleet", ...args, "--quiet"];
    const out = join(scratch, "out");
    const costs = await measure(
      [
        {
          id: "bundles",
          argv: command(folders.bundles, "-f", "html,json,ndjson,digest", "-o", out),
        },
        { id: "files", argv: command(folders.digests, "-f", "digest") },
        { id: "one", argv: command(lines, "-f", "json,ndjson,html", "-o", `${out}-digests`) },
      ],
      1,
      scratch,
    );
    const cost = (id: string) => ({
      wall: costs.get(id)!.wall[0]!,
      cpu: costs.get(id)!.cpu[0]!,
      peak: costs.get(id)!.peak[0]!,
    });
    const [ofBundles, ofFiles, ofOne] = [cost("bundles"), cost("files"), cost("one")];
    // others may use the CPUs meanwhile, so that the time on the wall tells of them as well
    const rate = (bundles / (ofBundles.cpu / 2)) * 60;
    const failures = [
      ...(rate < LEAST.bundles ? [`${Math.round(rate)} bundles a minute`] : []),
      ...[ofFiles, ofOne].flatMap(({ cpu, peak }) => [
        ...(cpu > MOST.seconds ? [`a merge took ${cpu.toFixed(1)} s`] : []),
        ...(peak > MOST.mebibytes ? [`a merge took ${Math.round(peak)} MiB`] : []),
      ]),
    ];
    const columns = await columnsOf(join(`${out}-digests`, "fleet.ndjson"));
    const row = (what: string, { wall, cpu, peak }: typeof ofFiles) =>
      `| ${what} | ${wall.toFixed(1)} s | ${cpu.toFixed(1)} s | ${formatNumber(peak)} MiB |`;
    const text = `# Fleets

Written by \`npm run proof -- fleet\`, on ${cpus().length} CPUs (${cpus()[0]!.model.trim()}), Node ${process.versions.node}. The bundles are copies of
the ${SAMPLE_IDS.length} shipped samples, real captures, each under a host's name of its own; nothing else in them is changed. The digests
are those of the samples, under as many names. Times vary with what else the machine does.

| what | time | CPU time | largest process |
|---|---:|---:|---:|
${row(`${formatNumber(bundles)} bundles (${formatBytes(bytes)}) into HTML, JSON, NDJSON and a digest`, ofBundles)}
${row(`${formatNumber(DIGESTS)} digests, a file each, into one`, ofFiles)}
${row(`${formatNumber(DIGESTS)} digests in one file (${formatBytes(statSync(lines).size)}) into HTML, JSON and NDJSON`, ofOne)}

By CPU time, since other work ran beside it, that is ${formatNumber(rate)} bundles a minute on 2 CPUs (wanted: ${formatNumber(LEAST.bundles)}), and
of a merge at most ${formatNumber(Math.max(ofFiles.peak, ofOne.peak))} MiB (wanted: ${MOST.mebibytes}) and ${Math.max(ofFiles.cpu, ofOne.cpu).toFixed(1)} s of CPU time (wanted: ${MOST.seconds} s). A digest of one bundle takes ${formatBytes(statSync(lines).size / DIGESTS)} on average, whatever the size of the table.

## NDJSON in DuckDB

${columns}
`;
    return { text, failures };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function writeBundles(folder: string, count: number): Promise<number> {
  mkdirSync(folder);
  const samples = await Promise.all(SAMPLE_IDS.map((id) => readFiles(bundleOf(id))));
  let bytes = 0;
  for (let at = 0; at < count; at++) {
    const sample = samples[at % samples.length]!;
    const manifest = sample.files.get("manifest.json")!;
    const named = manifest.replace(/"hostname": "[^"]*"/, `"hostname": "node-${at + 1}"`);
    const files = new Map(sample.files).set("manifest.json", named);
    const archive = gzipSync(packBundle({ ...sample, files }));
    bytes += archive.length;
    writeFileSync(join(folder, `node-${at + 1}.tar.gz`), archive);
  }
  return bytes;
}

/** A file for each, and all of them in one. */
async function writeDigests(folder: string, count: number): Promise<string> {
  mkdirSync(folder);
  const digests = [];
  for (const id of SAMPLE_IDS) digests.push(digestOf(await examine(bundleOf(id)), `${id}.tar.gz`));
  const lines: string[] = [];
  for (let at = 0; at < count; at++) {
    const digest = digests[at % digests.length]!;
    const host = `node-${at + 1}`;
    const nodes = digest.nodes.map((node) => ({ ...node, host, bundle: `${host}.tar.gz` }));
    lines.push(digestText({ ...digest, nodes }));
    writeFileSync(join(folder, `${host}.digest`), lines.at(-1)!);
  }
  const file = `${folder}.ndjson`;
  writeFileSync(file, lines.join(""));
  if (!existsSync(file) || readdirSync(folder).length !== count || readFileSync(file).length === 0)
    throw new Error("the digests were not written");
  return file;
}
