import { constants, gunzipSync } from "node:zlib";

const BLOCK = 512;

/**
 * Whole rows of our own bundle's dump that are left of a cut .tar.gz, by Node's zlib, which is told to give what
 * there is, and a walk through the tar; 0 of other archives.
 */
export function rowsLeft(bytes: Uint8Array, path: string): number {
  if (!path.endsWith("bundle.tar.gz")) return 0;
  const tar = unzipped(bytes);
  let rows = 0;
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const name = textOf(tar.subarray(at, at + 100));
    if (name === "") break;
    const size = Number.parseInt(textOf(tar.subarray(at + 124, at + 136)), 8);
    const body = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (/dump\/.*conntrack.*\.txt\.gz$/.test(name))
      rows = Math.max(rows, unzipped(body).filter((byte) => byte === 10).length);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return rows;
}

const textOf = (field: Uint8Array): string => Buffer.from(field).toString("latin1").split("\0")[0]!;

function unzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // a head that is not all there
    return new Uint8Array();
  }
}
