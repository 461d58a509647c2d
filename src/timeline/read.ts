import { type Blocks, type Bundle, type BundleEntry, peek } from "../archive/entry.ts";
import { recordedDump } from "../layouts/conntriage.ts";
import { type Claims, nameOf } from "../layouts/index.ts";
import { readBundle } from "../read.ts";
import { encodingOf } from "../sections/clean.ts";
import { isText } from "../sections/looks-like.ts";
import { maybeSeries, readSeries, type Zone } from "../series/index.ts";
import { countRows, isDump } from "./dump.ts";
import { type Read, takeEvidence } from "./from-evidence.ts";
import { partsOfSamples } from "./from-samples.ts";
import { again, held } from "./held.ts";
import { momentIn } from "./moment.ts";
import { folderOf, nameOfEntry, partOf } from "./part.ts";
import type { RawSeries } from "./raw.ts";

/** Bytes by which a file is told to be a dump or samples. */
const HEAD_BYTES = 4096;

/**
 * Reads a target once: dumps are counted as they pass, samples are read as columns, and everything else as any
 * bundle is. Nothing is held but small facts.
 */
export async function readTarget(
  bundle: Bundle,
  target: string,
  name: string,
  zone: Zone | null,
): Promise<Read> {
  const read: Read = { parts: [], dumps: [], unused: [] };
  const counted = new Map<string, RawSeries>();
  const claims: Claims = new Map();

  async function take(path: string, head: string, blocks: Blocks): Promise<boolean> {
    const entry = nameOfEntry(name, path);
    const moment = isDump(head) ? momentIn(path) : null;
    if (moment !== null) {
      const { rows, isCut } = await countRows(blocks);
      const folder = folderOf(path);
      const series = counted.get(`${folder}\n${moment.zone}`) ?? {
        name: folder === "" ? `the dumps of ${name}` : `the dumps of ${name}/${folder}`,
        counts: "rows" as const,
        zone: moment.zone,
        raw: [],
      };
      counted.set(`${folder}\n${moment.zone}`, series);
      if (isCut)
        read.unused.push({
          entry,
          reason: "the dump ends within a row, so that its rows are not all",
        });
      else {
        series.raw.push({ at: moment.at, count: rows, place: { entry, line: 1 } });
        read.dumps.push({ target, entry: path, name: entry, at: moment.at, folder });
      }
      return true;
    }
    return false;
  }

  /** The bundle's own dump: what it holds is read with the bundle, and once more as one of the dumps. */
  function notePeak(path: string): void {
    const moment = /\/peak-\d/.test(path) ? momentIn(path) : null;
    if (moment !== null)
      read.dumps.push({
        target,
        entry: path,
        name: nameOfEntry(name, path),
        at: moment.at,
        folder: folderOf(path),
      });
  }

  async function samples(path: string, bytes: Uint8Array): Promise<boolean> {
    const entry = nameOfEntry(name, path);
    const text = new TextDecoder(encodingOf(bytes.subarray(0, 512))).decode(bytes);
    const file = readSeries(text, entry, zone);
    if (file === null) return false;
    if ("reason" in file) read.unused.push({ entry, reason: file.reason });
    else
      for (const part of partsOfSamples(file.columns, entry, file.notes)) {
        const why = part.notes.at(-1);
        if (part.series!.raw.length > 0 || why === undefined)
          read.parts.push({ ...part, folder: folderOf(path) || null });
        else read.unused.push({ entry, reason: why.replace(/\.$/, "") });
      }
    return true;
  }

  async function* rest(): AsyncGenerator<BundleEntry> {
    for await (const entry of bundle.entries) {
      const recorded = recordedDump(entry.path);
      if (recorded === "peak") notePeak(entry.path);
      const named = nameOf(entry.path, claims);
      if (named !== null && recorded !== "other") {
        yield entry;
        continue;
      }
      const { head, blocks } = await peek(entry.blocks, HEAD_BYTES);
      const first = head.subarray(0, HEAD_BYTES);
      const begins = isText(first)
        ? new TextDecoder(encodingOf(first.subarray(0, 512))).decode(first)
        : "";
      if (begins !== "" && (await take(entry.path, begins, blocks))) continue;
      if (begins === "" || !maybeSeries(begins)) {
        yield { ...entry, blocks };
        continue;
      }
      const { bytes, more } = await held(blocks);
      if (more !== null) yield { ...entry, blocks: again(bytes, more) };
      else if (!(await samples(entry.path, bytes))) yield { ...entry, blocks: again(bytes, null) };
    }
  }

  const evidence = await readBundle({ ...bundle, entries: rest() });
  read.parts.push(
    ...[...counted].map(([key, series]) =>
      partOf({ kind: "dumps", name: series.name, folder: key.split("\n")[0]! || null, series }),
    ),
  );
  takeEvidence(evidence, name, read);
  return read;
}
