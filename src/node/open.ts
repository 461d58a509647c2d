import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Blocks, Bundle } from "../archive/entry.ts";
import { bounded, emptyBundle, openBlocks } from "../archive/open.ts";
import { AnalyzerError } from "../errors.ts";
import { fileBlocks, folderEntries } from "./folder.ts";
import { inflate } from "./inflate.ts";

/**
 * Opens a bundle: a tar archive (plain, gzip, zstd), a folder, a single file, or standard input.
 * Nothing is unpacked to the disk. Entries come one at a time, each to be read to its end.
 *
 * @param target a path, or `-` for `stdin`
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when there is nothing at that path
 */
export async function openBundle(target: string, stdin: () => Blocks): Promise<Bundle> {
  if (target !== "-") {
    const stats = await stat(target).catch((error: NodeJS.ErrnoException) => {
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: ${sayErrno(error)}`);
    });
    if (stats.isDirectory()) {
      const bundle = emptyBundle(nameOf(target));
      bundle.entries = bounded(folderEntries(target, bundle), bundle);
      return bundle;
    }
    if (!stats.isFile() && !stats.isFIFO() && !stats.isCharacterDevice())
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: neither a file nor a folder`);
  }
  const raw = target === "-" ? stdin() : fileBlocks(target);
  return openBlocks(nameOf(target), readable(raw, target), inflate, fileName(target));
}

/** Turns the file system's errors into ours. */
async function* readable(blocks: Blocks, target: string): AsyncGenerator<Uint8Array> {
  try {
    yield* blocks;
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
