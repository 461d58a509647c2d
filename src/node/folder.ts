import { createReadStream } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Blocks, Bundle, Outcome, Seekable, Source } from "../archive/entry.ts";
import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";

/** Bytes that are read from a file at once. */
const READ = 256 * 1024;

/** A file as blocks. */
export const fileBlocks = (path: string): Blocks => createReadStream(path, { highWaterMark: READ });

/** A file to be read at any place. */
export async function seekFile(path: string): Promise<Seekable> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    async read(from, length) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

/**
 * The regular files below a folder, the smallest first, so that settings are known before the dump
 * is read. No link is followed.
 */
export async function* folderFiles(
  root: string,
  bundle: Pick<Bundle, "skipped" | "damage">,
): AsyncGenerator<Source> {
  const files: { path: string; size: number }[] = [];
  await walk(root, "", files, bundle);
  files.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
  for (const { path } of files) {
    const outcome: Outcome = { bytes: 0, cut: null };
    const stream = createReadStream(join(root, path), { highWaterMark: READ });
    try {
      const seek = () => seekFile(join(root, path));
      yield { path, blocks: counted(stream, outcome), outcome, seek };
    } finally {
      // of a zip only the head was read this way
      stream.destroy();
    }
  }
}

async function* counted(blocks: Blocks, outcome: Outcome): AsyncGenerator<Uint8Array> {
  try {
    for await (const block of blocks) {
      outcome.bytes += block.length;
      yield block;
    }
  } catch (error) {
    outcome.cut = `it cannot be read: ${(error as Error).message}`;
  }
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
