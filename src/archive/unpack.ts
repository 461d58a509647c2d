import { LIMITS } from "../limits.ts";
import { fromBase64, looksLikeBase64 } from "./base64.ts";
import { type Fault, gapsAsLines } from "./damage.ts";
import {
  type Blocks,
  type BundleEntry,
  joined,
  type Outcome,
  peek,
  type Seekable,
  type Source,
} from "./entry.ts";
import {
  type Compression,
  compressionOf,
  decompress,
  type Inflate,
  MAGIC_BYTES,
} from "./inflate.ts";
import { type Log, logWithin } from "./log.ts";
import { looksLikeTar, TAR_HEAD, tarSources } from "./tar.ts";
import { looksLikeZip, zipSources } from "./zip.ts";

/**
 * Files as the entries that they are or hold: compression is taken off, and a file that is an archive is
 * opened and its own files stand in its place, behind its path and a `!`.
 *
 * @param depth how many archives the files lie in
 */
export async function* unpack(
  sources: AsyncIterable<Source>,
  log: Log,
  inflate: Inflate,
  depth: number,
): AsyncGenerator<BundleEntry> {
  for await (const source of sources) {
    const { path, outcome } = source;
    const opened = await openSource(source, inflate);
    if (opened.is === "file") {
      yield { path, outcome, blocks: watched(opened, outcome) };
      continue;
    }
    if (depth >= LIMITS.archiveDepth) {
      log.skip(path, `a ${opened.is} within an archive within an archive: unpack it first`);
      continue;
    }
    const within = logWithin(log, path);
    if (outcome.cut !== null) within.damage(outcome.cut);
    const before = outcome.cut;
    const inside = await insideOf(opened, within, inflate);
    if (inside === null) {
      const most = LIMITS.heldBytes / 2 ** 20;
      log.skip(path, `a zip of more than ${most} MiB within an archive: unpack it first`);
      continue;
    }
    for await (const entry of unpack(inside, within, inflate, depth + 1)) {
      entry.outcome.within ??= outcome;
      yield { ...entry, path: `${path}!${entry.path}` };
    }
    for (const { reason } of opened.faults) within.damage(reason);
    if (isVouched(opened)) outcome.isVouched = true;
    // what became of the file itself meanwhile
    if (outcome.cut !== null && outcome.cut !== before) within.damage(outcome.cut);
  }
}

/** A file with its compression taken off, and what it is then. */
export interface Opened {
  is: "file" | "tar" | "zip";
  blocks: Blocks;
  how: Compression | null;
  /** What is wrong with its compressed data: complete once the blocks have ended. */
  faults: Fault[];
  seek?: () => Promise<Seekable>;
}

/** @param onFault is told at once of what is wrong with its compressed data */
export async function openSource(
  { blocks, seek }: Source,
  inflate: Inflate,
  onFault?: (fault: Fault) => void,
): Promise<Opened> {
  const faults: Fault[] = [];
  const note = (fault: Fault): void => {
    faults.push(fault);
    onFault?.(fault);
  };
  let raw = await peek(blocks, MAGIC_BYTES);
  if (looksLikeBase64(raw.head)) raw = await peek(fromBase64(raw.blocks, note), MAGIC_BYTES);
  const how = compressionOf(raw.head);
  if (how === null && seek !== undefined && looksLikeZip(raw.head))
    return { is: "zip", blocks: raw.blocks, how, faults, seek };
  const plain = how === null ? raw.blocks : decompress(how, raw.blocks, inflate, note);
  const { head, blocks: whole } = await peek(plain, TAR_HEAD);
  const is = looksLikeTar(head) ? "tar" : looksLikeZip(head) ? "zip" : "file";
  return { is, blocks: is === "file" ? gapsAsLines(whole) : whole, how, faults };
}

/** The blocks of a file; at their end it is said what is wrong with them. */
export async function* watched(opened: Opened, outcome: Outcome): AsyncGenerator<Uint8Array> {
  yield* opened.blocks;
  for (const { reason, from, to, isShort } of opened.faults) {
    if (isShort) outcome.cut ??= reason;
    if (to > from) outcome.doubt ??= reason;
  }
  if (isVouched(opened)) outcome.isVouched = true;
}

/** Whether a checksum says that all is as it was. */
const isVouched = ({ how, faults }: Opened): boolean =>
  (how === "gzip" || how === "bzip2") && faults.length === 0;

/** The files of an archive; null of one that cannot be held, as one without a place to seek in must be. */
export async function insideOf(
  { is, blocks, faults, seek }: Opened,
  log: Log,
  inflate: Inflate,
): Promise<AsyncIterable<Source> | null> {
  if (is === "tar") return tarSources(blocks, log, faults);
  const file = seek === undefined ? await held(blocks) : await seek();
  return file === null ? null : zipSources(file, log, inflate);
}

/** A stream held in memory, to be read at any place; null when it is above the ceiling. */
async function held(blocks: Blocks): Promise<Seekable | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const block of blocks) {
    size += block.length;
    if (size > LIMITS.heldBytes) return null;
    parts.push(block.slice());
  }
  const whole = joined(parts);
  return {
    size,
    read: async (from, length) => whole.subarray(from, from + length),
    close: async () => undefined,
  };
}
