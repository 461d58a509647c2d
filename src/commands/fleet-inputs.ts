import { closeSync, type Dirent, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { isDigest } from "../fleet/read.ts";

/** What a fleet is read from. */
export interface Inputs {
  bundles: string[];
  digests: string[];
  /** Files of folders that are neither, as far as their names tell. */
  others: string[];
  /** Folders of these bundles that are read as one, with several files of their own. */
  whole: string[];
}

/** How an archive's name ends. */
const ARCHIVE = /\.(?:tar|tgz|tzst|txz|tbz2?|zip|tar\.\w{1,5})$/i;
/** A digest is told by how it begins; of these names that is looked at. */
const MAY_BE_DIGEST = /\.(?:digest|json|jsonl|ndjson)$/i;
/** What lies beside bundles and is none. */
const BESIDE = /^(?:readme|license|changelog)|^\.|\.md$|^(?:expected|variants)\.json$/i;
/** Folders within each other that are looked into. */
const DEPTH = 4;
const HEAD_BYTES = 128;

/**
 * What there is to read: files as they are given, and of a folder the archives, digests and folders in it. A folder
 * without any of them is a bundle itself. What is given twice counts once.
 */
export function inputsOf(given: readonly string[]): Inputs {
  const found: Inputs = { bundles: [], digests: [], others: [], whole: [] };
  for (const path of new Set(given)) {
    const isFolder = path !== "-" && lstatSync(path, { throwIfNoEntry: false })?.isDirectory();
    if (isFolder === true) folder(path, 0, found);
    else (headIsDigest(path) ? found.digests : found.bundles).push(path);
  }
  return {
    bundles: [...new Set(found.bundles)],
    digests: [...new Set(found.digests)],
    others: [...new Set(found.others)],
    whole: [...new Set(found.whole)],
  };
}

function folder(path: string, depth: number, found: Inputs): void {
  const entries = listed(path);
  // it says itself why it cannot be read
  if (entries === null || !holdsBundles(path, entries, depth)) {
    found.bundles.push(path);
    if (entries !== null && !isOurs(entries) && entries.filter(isEvidence).length > 1)
      found.whole.push(path);
    return;
  }
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".")) folder(inside, depth + 1, found);
    } else if (!isEvidence(entry)) continue;
    else if (ARCHIVE.test(entry.name)) found.bundles.push(inside);
    else if (MAY_BE_DIGEST.test(entry.name) && headIsDigest(inside)) found.digests.push(inside);
    else found.others.push(inside);
  }
}

const isEvidence = (entry: Dirent): boolean => entry.isFile() && !BESIDE.test(entry.name);

/** By name, in the same order on every machine. */
function listed(path: string): Dirent[] | null {
  try {
    const all = readdirSync(path, { withFileTypes: true });
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return null;
  }
}

/** Whether a folder is one of bundles, not a bundle: it or a folder in it holds an archive or a digest, or bundles of ours. */
function holdsBundles(path: string, entries: readonly Dirent[], depth: number): boolean {
  if (depth >= DEPTH || isOurs(entries)) return false;
  return entries.some((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      const below = listed(inside) ?? [];
      return isOurs(below) || holdsBundles(inside, below, depth + 1);
    }
    if (!isEvidence(entry)) return false;
    return (
      (depth < 2 && ARCHIVE.test(entry.name)) ||
      (MAY_BE_DIGEST.test(entry.name) && headIsDigest(inside))
    );
  });
}

/** The folder of a bundle of our own, unpacked. */
const isOurs = (entries: readonly Dirent[]): boolean =>
  entries.some((one) => one.isFile() && one.name === "manifest.json");

function headIsDigest(path: string): boolean {
  if (path === "-") return false;
  let file: number | null = null;
  try {
    if (!lstatSync(path).isFile() && !lstatSync(path).isSymbolicLink()) return false;
    file = openSync(path, "r");
    const bytes = Buffer.alloc(HEAD_BYTES);
    const read = readSync(file, bytes, 0, HEAD_BYTES, 0);
    return isDigest(bytes.subarray(0, read).toString("utf8"));
  } catch {
    // whoever reads it says why it cannot be read
    return false;
  } finally {
    if (file !== null) closeSync(file);
  }
}
