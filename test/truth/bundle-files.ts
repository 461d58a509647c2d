/** A bundle as files by path, to be edited and packed again. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import { tarOf } from "../support/archives.ts";

export interface BundleFiles {
  /** The folder that holds everything in the archive. */
  top: string;
  /** Text by path below `top`, of compressed files too. */
  files: Map<string, string>;
  /** The compressed files as the collector wrote them: nobody packs to the same bytes twice. */
  packed: ReadonlyMap<string, { text: string; bytes: Uint8Array }>;
}

/** Reads an archive. */
export async function readFiles(archive: string): Promise<BundleFiles> {
  const entries = await unpackTar(gunzipSync(readFileSync(archive)));
  const top = entries[0]!.header.name.split("/")[0]!;
  const files = new Map<string, string>();
  const packed = new Map<string, { text: string; bytes: Uint8Array }>();
  for (const { header, data } of entries) {
    if (data === undefined || header.type !== "file") continue;
    const path = header.name.slice(top.length + 1);
    const isPacked = path.endsWith(".gz");
    const text = Buffer.from(isPacked ? gunzipSync(data) : data).toString();
    files.set(path, text);
    if (isPacked) packed.set(path, { text, bytes: data });
  }
  return { top, files, packed };
}

function bytesOf(path: string, { files, packed }: BundleFiles): Uint8Array {
  const text = files.get(path)!;
  if (!path.endsWith(".gz")) return Buffer.from(text);
  const known = packed.get(path);
  return known?.text === text ? known.bytes : gzipSync(text, { level: 9 });
}

/** Packs a bundle as a tar archive: sorted, the dump last as the collector leaves it, no times, no owners. */
export function packBundle(bundle: BundleFiles): Uint8Array {
  const { top, files } = bundle;
  const isDump = (path: string) => Number(path.startsWith("dump/"));
  const paths = [...files.keys()].sort((a, b) => isDump(a) - isDump(b) || (a < b ? -1 : 1));
  const members = paths.map((path) => ({
    name: `${top}/${path}`,
    body: bytesOf(path, bundle),
  }));
  return tarOf(...members);
}

interface ManifestLine {
  path: string;
  command: string;
  exit: number | null;
  seconds: number;
  bytes: number | null;
  cut: boolean;
  reason: string | null;
  sha256: string | null;
}

/** What the manifest is to say of a file that an edit touched. */
export type Touched = { command: string | null } | { removed: string };

/**
 * Brings the manifest in line with edited files: bytes and checksum of what is there, the reason for
 * what is not. The collector writes a file a line.
 */
export function renewManifest(bundle: BundleFiles, touched: ReadonlyMap<string, Touched>): void {
  const { files } = bundle;
  const text = files.get("manifest.json");
  if (text === undefined || touched.size === 0) return;
  const lines = text.split("\n");
  const isFile = (line: string) => line.startsWith('{"path"');
  const listed = new Set<string>();
  const renewed = lines.filter(isFile).map((line) => {
    const same = line.replace(/,$/, "");
    const file = JSON.parse(same) as ManifestLine;
    listed.add(file.path);
    const how = touched.get(file.path);
    return how === undefined ? same : lineOf(renew(file, how, bundle));
  });
  for (const [path, how] of touched) {
    if (listed.has(path) || "removed" in how) continue;
    const file = { path, command: how.command ?? "", exit: 0, seconds: 0.01 };
    const rest = { bytes: 0, cut: false, reason: null, sha256: null };
    renewed.push(lineOf(renew({ ...file, ...rest }, how, bundle)));
  }
  const [first, last] = [lines.findIndex(isFile), lines.findLastIndex(isFile)];
  const around = [lines.slice(0, first), lines.slice(last + 1)] as const;
  files.set("manifest.json", [...around[0], renewed.join(",\n"), ...around[1]].join("\n"));
}

function renew(file: ManifestLine, how: Touched, bundle: BundleFiles): ManifestLine {
  if ("removed" in how)
    return { ...file, exit: 1, bytes: null, cut: false, reason: how.removed, sha256: null };
  const bytes = bytesOf(file.path, bundle);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ...file, exit: 0, bytes: bytes.length, cut: false, reason: null, sha256 };
}

const lineOf = (file: ManifestLine): string =>
  `{${Object.entries(file)
    .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(", ")}}`;
