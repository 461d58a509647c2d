import { randomBytes } from "node:crypto";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { AnalyzerError } from "../errors.ts";
import { KEY_BYTES, readKey } from "../redact/prf.ts";
import { type RedactionMap, readMap } from "../redact/restore.ts";

/** Bits of a file's mode that let others read it. */
const OTHERS = 0o077;

export const newKey = (): Uint8Array => randomBytes(KEY_BYTES);

/** The key of a file, and what to tell of it; of a file that is not there one is made, for its owner alone. */
export async function keyOf(path: string): Promise<{ key: Uint8Array; said: string | null }> {
  const text = await textOf(path, "--key-file");
  if (text === null) {
    const key = newKey();
    const file = await open(path, "wx", 0o600);
    await file.writeFile(`${Buffer.from(key).toString("hex")}\n`);
    await file.close();
    return { key, said: `${path} is a new key: keep it, and keep it from others` };
  }
  const key = readKey(text);
  if (key === null)
    throw new AnalyzerError(
      "USAGE",
      `--key-file ${path}: no key: give a file of 64 hexadecimal digits, or one that is not there yet`,
    );
  return { key, said: await saysOpen(path) };
}

/** What a map's file holds; null where there is none. */
export async function mapOf(path: string): Promise<RedactionMap | null> {
  const text = await textOf(path, "--map");
  if (text === null) return null;
  const map = readMap(text);
  if (map === null)
    throw new AnalyzerError("USAGE", `--map ${path}: not a map that conntriage redact wrote`);
  return map;
}

/** Writes a map for its owner alone, whole or not at all. */
export async function writeMap(path: string, map: RedactionMap): Promise<void> {
  const part = `${path}.part`;
  await rm(part, { force: true });
  await writeFile(part, `${JSON.stringify(map, null, 1)}\n`, { mode: 0o600, flag: "wx" });
  await rename(part, path);
}

async function textOf(path: string, flag: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    throw new AnalyzerError("USAGE", `${flag} ${path}: ${message.replace(/^E[A-Z]+: /, "")}`);
  }
}

/** Windows has no such bits. */
async function saysOpen(path: string): Promise<string | null> {
  const { mode } = await stat(path);
  return process.platform !== "win32" && (mode & OTHERS) !== 0
    ? `${path} can be read by others, who can then undo what it hides: chmod 600 ${path}`
    : null;
}
