import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { Blocks, Bundle, BundleEntry, Outcome } from "./entry.ts";
import { peek } from "./entry.ts";
import { fileBlocks, folderEntries } from "./folder.ts";
import { inflate } from "./inflate.ts";
import { looksLikeTar, tarEntries } from "./tar.ts";

/**
 * Opens a bundle: a tar archive (plain, gzip, zstd), a folder, a single file, or standard input.
 * Nothing is unpacked to the disk. Entries come one at a time, each to be read to its end.
 *
 * @param target a path, or `-` for `stdin`
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when there is nothing at that path
 */
export async function openBundle(target: string, stdin: () => Blocks): Promise<Bundle> {
  const bundle: Bundle = {
    name: nameOf(target),
    entries: none(),
    consumed: 0,
    skipped: [],
    damage: [],
  };
  if (target !== "-") {
    const stats = await stat(target).catch((error: NodeJS.ErrnoException) => {
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: ${sayErrno(error)}`);
    });
    if (stats.isDirectory()) {
      bundle.entries = bounded(folderEntries(target, bundle), bundle);
      return bundle;
    }
    if (!stats.isFile() && !stats.isFIFO() && !stats.isCharacterDevice())
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: neither a file nor a folder`);
  }
  const onDamage = (reason: string) => bundle.damage.push(reason);
  const raw = target === "-" ? stdin() : fileBlocks(target);
  const { head, blocks } = await peek(await inflate(readable(raw, target, bundle), onDamage), 512);
  bundle.entries = bounded(
    looksLikeTar(head) ? tarEntries(blocks, bundle) : single(fileName(target), blocks, bundle),
    bundle,
  );
  return bundle;
}

async function* none(): AsyncGenerator<BundleEntry> {}

/** A file that is no archive is a bundle of one entry. */
async function* single(
  path: string,
  blocks: Blocks,
  { damage }: Pick<Bundle, "damage">,
): AsyncGenerator<BundleEntry> {
  const outcome: Outcome = { bytes: 0, cut: null };
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      outcome.bytes += block.length;
      yield block;
    }
    // what damages the bundle cuts its only entry
    outcome.cut ??= damage[0] ?? null;
  }
  yield { path, blocks: counted(), outcome };
}

/** Stops reading, and says so, when the bundle as a whole passes its ceiling. */
async function* bounded(
  entries: AsyncIterable<BundleEntry>,
  bundle: Bundle,
): AsyncGenerator<BundleEntry> {
  let total = 0;
  let over = false;
  for await (const entry of entries) {
    const { blocks } = entry;
    async function* capped(): AsyncGenerator<Uint8Array> {
      for await (const block of blocks) {
        total += block.length;
        if (total > LIMITS.bundleBytes) {
          over = true;
          entry.outcome.cut = `the bundle holds more than ${LIMITS.bundleBytes} bytes`;
          return;
        }
        yield block;
      }
    }
    yield { path: entry.path, outcome: entry.outcome, blocks: capped() };
    if (over) {
      bundle.damage.push(`only its first ${LIMITS.bundleBytes} bytes were read`);
      return;
    }
  }
}

/** Counts what is taken, and turns the file system's errors into ours. */
async function* readable(
  blocks: Blocks,
  target: string,
  bundle: Pick<Bundle, "consumed">,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of blocks) {
      bundle.consumed += block.length;
      yield block;
    }
  } catch (error) {
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${target}: ${sayErrno(error as NodeJS.ErrnoException)}`,
    );
  }
}

const sayErrno = (error: NodeJS.ErrnoException): string =>
  ({ ENOENT: "no such file or folder", EACCES: "permission denied" })[error.code ?? ""] ??
  error.message;

const fileName = (target: string): string =>
  target === "-" ? "standard-input" : basename(target).replace(/\.(gz|zst)$/, "");

/** The bundle's name for people and for file names: without the folders before and the endings behind. */
const nameOf = (target: string): string =>
  target === "-"
    ? "standard-input"
    : basename(target).replace(/\.(tar|tgz|tar\.gz|tar\.zst|gz|zst|txt)$/, "");
