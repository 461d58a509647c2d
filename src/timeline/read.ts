import { type Blocks, type Bundle, type BundleEntry, joined, peek } from "../archive/entry.ts";
import type { Evidence } from "../evidence.ts";
import type { Piece } from "../facts/piece.ts";
import { formatNumber } from "../format.ts";
import { recordedDump } from "../layouts/conntriage.ts";
import { type Claims, nameOf } from "../layouts/index.ts";
import { LIMITS } from "../limits.ts";
import { readBundle } from "../read.ts";
import { encodingOf } from "../sections/clean.ts";
import { isText } from "../sections/looks-like.ts";
import { maybeSeries, readSeries, type Zone } from "../series/index.ts";
import { countRows, isDump } from "./dump.ts";
import { partsOfBundle } from "./from-bundle.ts";
import { partsOfLoose } from "./from-loose.ts";
import { partsOfSamples } from "./from-samples.ts";
import { momentIn } from "./moment.ts";
import { type DumpPlace, folderOf, nameOfEntry, type Part, partOf } from "./part.ts";
import type { RawSeries } from "./raw.ts";

/** Bytes by which a file is told to be a dump or samples. */
const HEAD_BYTES = 4096;

/** What one target gave. */
export interface Read {
  parts: Part[];
  dumps: (DumpPlace & { folder: string })[];
  /** What was of no use, with the reason. */
  unused: { entry: string; reason: string }[];
}

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
  ofEvidence(evidence, name, read);
  return read;
}

/** The bundles within a target, each by itself, and what lies beside them. */
function ofEvidence(evidence: Evidence, name: string, read: Read): void {
  const bundles = new Map<string, Piece[]>();
  const loose: Piece[] = [];
  for (const piece of evidence.pieces) {
    const root = piece.unit?.root;
    if (root === undefined) loose.push(piece);
    else bundles.set(root, [...(bundles.get(root) ?? []), piece]);
  }
  for (const [root, pieces] of bundles) {
    const inside = root.replace(/[/!]+$/, "").split(/[/!]/);
    // its own folder says less than the archive's name
    const short =
      bundles.size === 1 ? name : `${name}/${inside.slice(0, -1).join("/") || inside.at(-1)}`;
    read.parts.push(...partsOfBundle(pieces, evidence, short));
  }
  const { parts, unused } = partsOfLoose(loose, name);
  read.parts.push(...parts);
  const { failed, skipped, unread } = evidence.coverage;
  read.unused.push(
    ...unused,
    ...[...failed, ...skipped].map(({ entry, reason }) => ({
      entry: nameOfEntry(name, entry),
      reason,
    })),
    ...unread.map(({ entry, looksLike, lines, of }) => ({
      entry: nameOfEntry(name, entry),
      reason:
        lines === of
          ? `it looks like ${looksLike}`
          : `${formatNumber(lines)} of its ${formatNumber(of)} lines are of no use: they look like ${looksLike}`,
    })),
  );
}

/** Bytes up to a ceiling, and what follows past it. */
async function held(
  blocks: Blocks,
): Promise<{ bytes: Uint8Array; more: AsyncIterator<Uint8Array> | null }> {
  const iterator = blocks[Symbol.asyncIterator]();
  const list: Uint8Array[] = [];
  let length = 0;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    list.push(next.value.slice());
    length += next.value.length;
    if (length > LIMITS.heldBytes) return { bytes: joined(list), more: iterator };
  }
  return { bytes: joined(list), more: null };
}

async function* again(
  bytes: Uint8Array,
  more: AsyncIterator<Uint8Array> | null,
): AsyncGenerator<Uint8Array> {
  yield bytes;
  for (let next = await more?.next(); next !== undefined && !next.done; next = await more!.next())
    yield next.value;
}
