import {
  type Blocks,
  type Bundle,
  countedIn,
  type Outcome,
  type Seekable,
  type Source,
} from "../archive/entry.ts";
import type { Inflate } from "../archive/inflate.ts";
import { bundleName, fileName } from "../archive/names.ts";
import { emptyBundle, isZip, openBlocks, openFiles, openZip } from "../archive/open.ts";
import { AnalyzerError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { Given } from "./messages.ts";

/** Bytes that are read from a file at once. */
const READ = 1024 * 1024;

/** A browser takes off by itself nothing that our own code does not. */
const inflate: Inflate = () => null;

/** Opens what somebody gave, as `openBundle` of `node/` opens a path. */
export async function openGiven({ name, files, isFolder }: Given): Promise<Bundle> {
  if (isFolder) {
    const bundle = emptyBundle(bundleName(name));
    return openFiles(bundle, folderFiles(files, bundle), inflate);
  }
  const [{ file }] = files as [Given["files"][number]];
  const seekable = seek(file);
  if (await isZip(seekable)) return openZip(bundleName(name), seekable, inflate);
  return openBlocks(bundleName(name), blocksOf(file), inflate, fileName(name));
}

/** The files of a folder in the order in which the command takes them: the smallest first. */
async function* folderFiles(
  files: Given["files"],
  bundle: Pick<Bundle, "damage">,
): AsyncGenerator<Source> {
  if (files.length > LIMITS.entries)
    bundle.damage.push(`only its first ${LIMITS.entries} files were read`);
  const first = [...files].sort(byPath).slice(0, LIMITS.entries);
  first.sort((a, b) => a.file.size - b.file.size || byPath(a, b));
  for (const { path, file } of first) {
    const outcome: Outcome = { bytes: 0, cut: null };
    yield {
      path,
      blocks: countedIn(outcome, blocksOf(file)),
      outcome,
      seek: async () => seek(file),
    };
  }
}

const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

/** The next block is read while this one is used. */
async function* blocksOf(file: File): Blocks & AsyncGenerator<Uint8Array> {
  let next = part(file, 0, READ);
  for (let at = 0; at < file.size; at += READ) {
    const block = await next;
    next = part(file, at + READ, READ);
    // told where it is waited for
    next.catch(() => undefined);
    yield block;
  }
}

async function part(file: File, from: number, length: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, from + length).arrayBuffer());
  } catch (error) {
    // it was changed or removed since it was chosen
    throw new AnalyzerError("BUNDLE_UNREADABLE", `${file.name}: ${(error as Error).message}`);
  }
}

const seek = (file: File): Seekable => ({
  size: file.size,
  read: (from, length) => part(file, from, length),
  close: async () => undefined,
});
