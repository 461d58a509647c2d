import { type Blocks, type Bundle, type BundleEntry, joined } from "./archive/entry.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import { conntriage } from "./layouts/conntriage.ts";
import type { Named } from "./layouts/index.ts";
import { SOURCES } from "./parsers/index.ts";
import type { ManifestFact } from "./parsers/manifest-parser.ts";

/** Bytes of one entry, and of all, that are held until it is known whether a checksum is needed. */
const MOST_OF_ONE = 8 * 2 ** 20;
const MOST_OF_ALL = 32 * 2 ** 20;

/**
 * Holds the texts of our own bundle, of which its manifest has checksums: where the archive's own is wrong, they
 * tell which of its files are as they were.
 */
export class Vouchers {
  readonly #held = new Map<string, Uint8Array>();
  #size = 0;

  /** The entry, whose bytes are held while they are read. */
  hold(entry: BundleEntry, named: Named | null): BundleEntry {
    const isText = named?.source != null && "parser" in SOURCES[named.source];
    if (named?.layout !== conntriage.name || !isText) return entry;
    return { ...entry, blocks: this.#holding(entry) };
  }

  async *#holding({ path, blocks }: BundleEntry): Blocks & AsyncGenerator<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const block of blocks) {
      size += block.length;
      if (size <= MOST_OF_ONE && this.#size + size <= MOST_OF_ALL) parts.push(block.slice());
      yield block;
    }
    if (size > MOST_OF_ONE || this.#size + size > MOST_OF_ALL) return;
    this.#size += size;
    this.#held.set(path, joined(parts));
  }

  /** Whether a manifest has the checksum of an entry as it was read. */
  async vouch(entry: string, pieces: readonly Piece[]): Promise<boolean> {
    const bytes = this.#held.get(entry);
    if (bytes === undefined) return false;
    const sums = pieces.flatMap((piece) =>
      piece.source === "manifest"
        ? (piece.fact as ManifestFact).files
            .filter(({ path }) => `${folderOf(piece.entry)}${path}` === entry)
            .map(({ sha256 }) => sha256)
        : [],
    );
    if (sums.length === 0) return false;
    const digest = new Uint8Array(
      await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>),
    );
    return sums.includes(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/**
 * Of what may be wrong nothing is kept but the rows of dumps, which are shown and not judged by. Answers each
 * entry that said something, with the reason.
 *
 * @param told entries that said something
 */
export async function withoutDoubted(
  { doubted }: Pick<Bundle, "doubted">,
  vouchers: Vouchers,
  told: ReadonlySet<string>,
  pieces: Piece[],
  coverage: Coverage,
): Promise<Map<string, string>> {
  const damaged = new Map<string, string>();
  for (const { entry, reason } of doubted)
    if (told.has(entry) && !(await vouchers.vouch(entry, pieces))) damaged.set(entry, reason);
  if (damaged.size === 0) return damaged;
  const isKept = ({ entry, source }: Pick<Piece, "entry" | "source">) =>
    source === "conntrack-table" || !damaged.has(entry);
  pieces.splice(0, pieces.length, ...pieces.filter(isKept));
  coverage.read = coverage.read.filter(isKept);
  coverage.unread = coverage.unread.filter(({ entry }) => !damaged.has(entry));
  const isListed = new Set(coverage.failed.map(({ entry }) => entry));
  for (const [entry, reason] of damaged)
    if (!isListed.has(entry))
      coverage.failed.push({ entry, line: null, reason: `it may be wrong: ${reason}` });
  return damaged;
}

/** Of an entry that ended before its time, what was not read to its end says nothing: rows alone are kept. */
export function withoutUnfinished(pieces: Piece[], from: number, coverage: Coverage): void {
  const last = pieces
    .slice(from)
    .reduce<Piece | null>((a, b) => (a !== null && a.line > b.line ? a : b), null);
  if (last === null || last.source === "conntrack-table") return;
  pieces.splice(pieces.indexOf(last), 1);
  const isLeft = pieces.slice(from).some(({ source }) => source === last.source);
  if (!isLeft)
    coverage.read = coverage.read.filter(
      ({ entry, source }) => entry !== last.entry || source !== last.source,
    );
}

/**
 * What a truncated bundle lacks: of one of ours the manifest says what it held; of another, of several in one
 * archive, or behind an end that came too early, nobody knows.
 *
 * @param whole entries that came to their end
 */
export function lostOf(
  pieces: readonly Piece[],
  whole: ReadonlySet<string>,
  damaged: ReadonlyMap<string, string>,
  { damage }: Pick<Bundle, "damage">,
): "nothing" | "rows" | "inputs" {
  const [manifest, ...others] = pieces.filter(({ source }) => source === "manifest");
  const root = manifest && folderOf(manifest.entry);
  const isOnly = root !== undefined && /^[^/!]+\/$/.test(root) && others.length === 0;
  if (!isOnly || pieces.some(({ entry }) => !entry.startsWith(root))) return "inputs";
  const missing = (manifest!.fact as ManifestFact).files.filter(({ path, bytes }) => {
    const place = `${root}${path}`;
    return bytes !== null && (!whole.has(place) || damaged.has(place));
  });
  if (missing.length === 0)
    return damage.some((reason) => reason.endsWith("too early")) ? "inputs" : "nothing";
  return missing.every(({ path }) => path.startsWith("dump/")) ? "rows" : "inputs";
}
