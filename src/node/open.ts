import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Blocks, Bundle } from "../archive/entry.ts";
import { bundleName, fileName } from "../archive/names.ts";
import { emptyBundle, isZip, openBlocks, openFiles, openZip } from "../archive/open.ts";
import { AnalyzerError } from "../errors.ts";
import { fileBlocks, folderFiles, seekFile, streamBlocks } from "./folder.ts";
import { inflate } from "./inflate.ts";

/**
 * Opens a bundle: an archive (tar or zip), a folder, a single file, or standard input; compressed or
 * not. Nothing is unpacked to the disk. Entries come one at a time, each to be read to its end.
 *
 * @param target a path, or `-` for `stdin`
 * @throws AnalyzerError `BUNDLE_UNREADABLE` when there is nothing at that path
 */
export async function openBundle(target: string, stdin: () => Blocks): Promise<Bundle> {
  let isFile = false;
  if (target !== "-") {
    const stats = await stat(target).catch((error: NodeJS.ErrnoException) => {
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: ${sayErrno(error)}`);
    });
    if (stats.isDirectory()) {
      const bundle = emptyBundle(bundleName(called(target)));
      return openFiles(bundle, folderFiles(target, bundle), inflate);
    }
    if (!stats.isFile() && !stats.isFIFO() && !stats.isCharacterDevice())
      throw new AnalyzerError("BUNDLE_UNREADABLE", `${target}: neither a file nor a folder`);
    isFile = stats.isFile();
    if (isFile) {
      const zip = await openAsZip(target);
      if (zip !== null) return zip;
    }
  }
  const raw = target === "-" ? stdin() : isFile ? fileBlocks(target) : streamBlocks(target);
  return openBlocks(
    bundleName(called(target)),
    readable(raw, target),
    inflate,
    fileName(called(target)),
  );
}

async function openAsZip(path: string): Promise<Bundle | null> {
  try {
    const file = await seekFile(path);
    if (await isZip(file)) return openZip(bundleName(called(path)), file, inflate);
    await file.close();
    return null;
  } catch (error) {
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${path}: ${sayErrno(error as NodeJS.ErrnoException)}`,
    );
  }
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

const called = (target: string): string => (target === "-" ? "standard-input" : basename(target));
