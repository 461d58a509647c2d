import { type Fault, GAP } from "./damage.ts";
import { type Blocks, joined, type Outcome, type Source } from "./entry.ts";
import type { Log } from "./log.ts";
import { labelOf } from "./paths.ts";
import { type ByteReader, byteReader } from "./reader.ts";
import { BLOCK, isHeader, isMarked, readHeader } from "./tar-header.ts";

/** Bytes by which a tar is told. */
export const TAR_HEAD = BLOCK;
/** Bytes that are given, or looked through, at once. */
const PART = 256 * 1024;
/** What marks a header, and where in it. */
const MARK = [0x75, 0x73, 0x74, 0x61, 0x72] as const;
const MARK_AT = 257;

/** Whether these first bytes are a tar header. */
export const looksLikeTar = isMarked;

/** Where an entry stood in the stream, and what became of it. */
interface Placed {
  from: number;
  to: number;
  outcome: Outcome;
}

/**
 * The regular files of a tar stream, one after the other. Behind what is damaged or lost the next header is looked
 * for, wherever it stands.
 *
 * @param faults of the stream, as they come: when all is read, entries in their places are doubted
 */
export async function* tarSources(
  blocks: Blocks,
  archive: Log,
  faults: readonly Fault[],
): AsyncGenerator<Source> {
  const input = byteReader(blocks);
  const placed: Placed[] = [];
  try {
    for (let zeros = 0; zeros < 2; ) {
      const from = input.taken;
      const block = await input.take(BLOCK);
      if (block.length < BLOCK) {
        if (input.passGap() && (await seekHeader(input))) continue;
        if (!archive.damaged()) archive.damage("the archive ends too early");
        return;
      }
      if (block.every((byte) => byte === 0)) {
        zeros++;
        continue;
      }
      zeros = 0;
      const isOne = isHeader(block);
      if (!isOne) input.back(block.subarray(1));
      const header = isOne ? await readHeader(block, input) : null;
      if (header === null) {
        archive.damage("a header of the archive is damaged");
        if (await seekHeader(input)) continue;
        return;
      }
      const path = labelOf(header.name);
      if (!archive.count()) return;
      // some mark a folder by its name alone
      if (header.type === "directory" || (header.size === 0 && header.name.endsWith("/"))) continue;
      if (header.type !== "file") {
        archive.skip(path, `a ${header.type} is not followed`);
        continue;
      }
      const outcome: Outcome = { bytes: 0, cut: null };
      const body: Body = { input, size: header.size, left: header.size, outcome };
      yield { path, blocks: read(body), outcome };
      // what the reader left of this entry
      for await (const _ of read(body)) void _;
      placed.push({ from, to: input.taken, outcome });
    }
    // what is behind the end is taken, too, since a checksum stands behind all
    while ((await input.part(PART)) !== null || input.passGap());
  } finally {
    for (const { reason, from, to } of faults)
      for (const one of placed)
        if (one.from < to && from < one.to && !one.outcome.isVouched) one.outcome.doubt ??= reason;
  }
}

/** An entry's bytes, as far as they were read. */
interface Body {
  input: ByteReader;
  size: number;
  left: number;
  outcome: Outcome;
}

/** The bytes of an entry that are left. Behind a gap it goes on up to the next header. */
async function* read(body: Body): AsyncGenerator<Uint8Array> {
  const { input, size, outcome } = body;
  while (body.left > 0) {
    const part = await input.part(Math.min(PART, body.left));
    if (part === null) break;
    body.left -= part.length;
    outcome.bytes += part.length;
    yield part;
  }
  if (body.left === 0) {
    await input.skip(-size & (BLOCK - 1));
    body.left = -1;
  }
  if (body.left < 0) return;
  body.left = -1;
  if (!input.passGap()) {
    outcome.cut ??= `the archive ends after ${outcome.bytes} of its ${size} bytes`;
    return;
  }
  outcome.cut ??= `bytes are lost behind the first ${outcome.bytes} of its ${size}`;
  yield GAP;
  for await (const block of upToHeader(input)) {
    outcome.bytes += block.length;
    yield block;
  }
}

/** Goes to the next header; answers whether there is one. */
async function seekHeader(input: ByteReader): Promise<boolean> {
  const passed = upToHeader(input);
  for (;;) {
    const next = await passed.next();
    if (next.done) return next.value;
  }
}

/** What stands before the next header, which then comes next; all, where there is none. */
async function* upToHeader(input: ByteReader): AsyncGenerator<Uint8Array, boolean> {
  let left: Uint8Array = new Uint8Array();
  for (;;) {
    const part = await input.part(PART);
    if (part === null) {
      yield left;
      if (!input.passGap()) return false;
      left = new Uint8Array();
      yield GAP;
      continue;
    }
    const all = joined([left, part]);
    const at = headerIn(all);
    if (at >= 0) {
      input.back(all.subarray(at));
      yield all.subarray(0, withoutPadding(all, at));
      return true;
    }
    const passed = Math.max(0, all.length - BLOCK + 1);
    yield all.subarray(0, passed);
    left = all.slice(passed);
  }
}

/** Where a header stands, or -1. */
function headerIn(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(MARK[0]!); at >= 0; at = bytes.indexOf(MARK[0]!, at + 1)) {
    const from = at - MARK_AT;
    if (from < 0 || !MARK.every((byte, n) => bytes[at + n] === byte)) continue;
    if (from + BLOCK > bytes.length) return -1;
    if (isHeader(bytes.subarray(from, from + BLOCK))) return from;
  }
  return -1;
}

function withoutPadding(bytes: Uint8Array, end: number): number {
  while (end > 0 && bytes[end - 1] === 0) end--;
  return end;
}
