import { type Stats, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** What stands at a path; nothing, where that cannot be told: writing there will say why. */
export function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Whether a path is one of a folder, by its end or by what is there. */
export const isFolder = (path: string): boolean =>
  /[/\\]$/.test(path) || statusOf(path)?.isDirectory() === true;

/** Makes a folder and those above it. Node's `recursive` never ends where a file system refuses, such as `/proc`. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (statusOf(path)?.isDirectory() === true) return;
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || above === path)
      throw notAFolder(error);
    if (statusOf(above) !== undefined) throw error;
    await makeFolder(above);
    await mkdir(path);
  }
}

/** That a file stands where a folder is wanted is what `mkdir` means by "file already exists". */
const notAFolder = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code === "EEXIST"
    ? Object.assign(new Error("EEXIST: a file is where a folder is wanted"), { code: "EEXIST" })
    : error;
