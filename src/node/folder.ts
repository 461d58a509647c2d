import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Blocks, Bundle, BundleEntry, Outcome } from "../archive/entry.ts";
import { decompress } from "../archive/inflate.ts";
import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import { inflate } from "./inflate.ts";

/** Bytes that are read from a file at once. */
const READ = 256 * 1024;

/** A file as blocks. */
export const fileBlocks = (path: string): Blocks => createReadStream(path, { highWaterMark: READ });

/**
 * The regular files below a folder, the smallest first, so that settings are known before the dump
 * is read. No link is followed.
 */
export async function* folderEntries(
  root: string,
  bundle: Pick<Bundle, "skipped" | "damage">,
): AsyncGenerator<BundleEntry> {
  const files: { path: string; size: number }[] = [];
  await walk(root, "", files, bundle);
  files.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
  for (const { path } of files) {
    const outcome: Outcome = { bytes: 0, cut: null };
    yield { path, blocks: await fileEntry(join(root, path), outcome), outcome };
  }
}

/** A file's blocks with its compression taken off, its bytes and faults noted in `outcome`. */
export async function fileEntry(path: string, outcome: Outcome): Promise<Blocks> {
  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const block of fileBlocks(path)) {
        outcome.bytes += block.length;
        yield block;
      }
    } catch (error) {
      outcome.cut = `it cannot be read: ${(error as Error).message}`;
    }
  }
  return decompress(counted(), inflate, (reason) => {
    outcome.cut = reason;
  });
}

async function walk(
  root: string,
  below: string,
  files: { path: string; size: number }[],
  bundle: Pick<Bundle, "skipped" | "damage">,
): Promise<void> {
  const names = await readdir(join(root, below)).catch(unreadable(bundle, below));
  for (const name of (names ?? []).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    // a name that is no UTF-8 cannot be asked for by its text
    const stats = await lstat(join(root, path)).catch(unreadable(bundle, path));
    if (stats === null) continue;
    if (files.length >= LIMITS.entries) {
      if (bundle.damage.length === 0)
        bundle.damage.push(`only its first ${LIMITS.entries} files were read`);
      return;
    }
    if (stats.isDirectory()) await walk(root, path, files, bundle);
    else if (stats.isFile()) files.push({ path, size: stats.size });
    else bundle.skipped.push({ entry: path, reason: "not a regular file" });
  }
}

/** Lists what the file system refuses, and goes on; the bundle's own folder must be readable. */
const unreadable =
  (bundle: Pick<Bundle, "skipped">, entry: string) =>
  (error: NodeJS.ErrnoException): null => {
    if (entry === "")
      throw new AnalyzerError("BUNDLE_UNREADABLE", `the folder cannot be read: ${error.code}`);
    bundle.skipped.push({ entry, reason: `it cannot be read: ${error.code}` });
    return null;
  };
