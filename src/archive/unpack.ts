import { LIMITS } from "../limits.ts";
import {
  type Blocks,
  type BundleEntry,
  joined,
  peek,
  type Seekable,
  type Source,
} from "./entry.ts";
import { compressionOf, decompress, type Inflate, MAGIC_BYTES } from "./inflate.ts";
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
    let tell = (reason: string): void => {
      outcome.cut ??= reason;
    };
    const opened = await openSource(source, inflate, (reason) => tell(reason));
    if (opened.is === "file") {
      yield { path, outcome, blocks: opened.blocks };
      continue;
    }
    if (depth >= LIMITS.archiveDepth) {
      log.skip(path, `a ${opened.is} within an archive within an archive: unpack it first`);
      continue;
    }
    const within = logWithin(log, path);
    if (outcome.cut !== null) within.damage(outcome.cut);
    const before = outcome.cut;
    tell = within.damage;
    const inside = await insideOf(opened, within, inflate);
    if (inside === null) {
      const most = LIMITS.heldBytes / 2 ** 20;
      log.skip(path, `a zip of more than ${most} MiB within an archive: unpack it first`);
      continue;
    }
    for await (const entry of unpack(inside, within, inflate, depth + 1))
      yield { ...entry, path: `${path}!${entry.path}` };
    // what became of the file itself meanwhile
    if (outcome.cut !== null && outcome.cut !== before) within.damage(outcome.cut);
  }
}

/** A file with its compression taken off, and what it is then. */
interface Opened {
  is: "file" | "tar" | "zip";
  blocks: Blocks;
  seek?: () => Promise<Seekable>;
}

export async function openSource(
  { blocks, seek }: Source,
  inflate: Inflate,
  onDamage: (reason: string) => void,
): Promise<Opened> {
  const raw = await peek(blocks, MAGIC_BYTES);
  const how = compressionOf(raw.head);
  if (how === null && seek !== undefined && looksLikeZip(raw.head))
    return { is: "zip", blocks: raw.blocks, seek };
  const plain = how === null ? raw.blocks : decompress(how, raw.blocks, inflate, onDamage);
  const { head, blocks: whole } = await peek(plain, TAR_HEAD);
  return { is: looksLikeTar(head) ? "tar" : looksLikeZip(head) ? "zip" : "file", blocks: whole };
}

/** The files of an archive; null of one that cannot be held, as one without a place to seek in must be. */
export async function insideOf(
  { is, blocks, seek }: Opened,
  log: Log,
  inflate: Inflate,
): Promise<AsyncIterable<Source> | null> {
  if (is === "tar") return tarSources(blocks, log);
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
