import {
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  type ReadStream,
  readSync,
} from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  type Bundle,
  countedIn,
  type Outcome,
  type Seekable,
  type Source,
} from "../archive/entry.ts";
import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";

/** Bytes that are read from a file at once. */
const READ = 256 * 1024;

/** What may come in its own time, such as a pipe, as blocks. */
export const streamBlocks = (path: string): ReadStream =>
  createReadStream(path, { highWaterMark: READ });

/** A file as blocks. They are there, so none is waited for: Node's threads would take longer than the reading. */
export async function* fileBlocks(path: string): AsyncGenerator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    for (;;) {
      // new ones, since a decoder may hold on to what it was given
      const bytes = Buffer.allocUnsafeSlow(READ);
      const length = readSync(file, bytes);
      if (length === 0) return;
      yield bytes.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** A file to be read at any place. */
export async function seekFile(path: string): Promise<Seekable> {
  const file = openSync(path, "r");
  const { size } = fstatSync(file);
  return {
    size,
    async read(from, length) {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, from));
    },
    async close() {
      closeSync(file);
    },
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
    const stream = streamBlocks(join(root, path));
    try {
      const seek = () => seekFile(join(root, path));
      yield { path, blocks: countedIn(outcome, stream), outcome, seek };
    } finally {
      // of a zip only the head was read this way
      stream.destroy();
    }
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
