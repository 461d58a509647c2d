import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bundle } from "../../src/archive/entry.ts";
import { openBundle } from "../../src/node/open.ts";
import { RedactedFile } from "../../src/node/redacted-archive.ts";
import { type Redacted, redactBundle } from "../../src/redact/bundle.ts";
import { KeyedHide } from "../../src/redact/hide.ts";
import { mapOfWords, type RedactionMap } from "../../src/redact/restore.ts";
import { bundleOf, SAMPLE_IDS } from "../causes/sample.ts";

const LAYOUTS = fileURLToPath(new URL("../../samples/layouts/", import.meta.url));
const EXPORTERS = fileURLToPath(new URL("../../samples/exporters/", import.meta.url));

/** Every bundle of the samples and of the layouts, by its name. */
export const BUNDLES: ReadonlyMap<string, string> = new Map([
  ...SAMPLE_IDS.map((id) => [id, bundleOf(id)] as const),
  ...foldersOf(LAYOUTS).map((id) => [`layout ${id}`, onlyFile(join(LAYOUTS, id))] as const),
  ...foldersOf(EXPORTERS).map((id) => [`exporter ${id}`, join(EXPORTERS, id)] as const),
]);

function foldersOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function onlyFile(folder: string): string {
  const [file] = readdirSync(folder).filter((name) => !/^README|^expected/.test(name));
  if (file === undefined || !existsSync(join(folder, file)))
    throw new Error(`no bundle: ${folder}`);
  return join(folder, file);
}

/** A key by a number, so that a failure can be met again. */
export const keyOf = (seed: number): Uint8Array =>
  Uint8Array.from(
    { length: 32 },
    (_, at) => (Math.imul(seed * 32 + at + 1, 0x9e3779b1) >>> 11) & 0xff,
  );

export const noInput = (): never => {
  throw new Error("no standard input");
};

/** A bundle's redacted copy, what hid it, and what undoes it. */
export interface Copy {
  path: string;
  hide: KeyedHide;
  map: RedactionMap;
  redacted: Redacted;
}

/** Redacts a bundle into a file. */
export async function redactTo(
  from: Bundle | string,
  path: string,
  key: Uint8Array,
): Promise<Copy> {
  rmSync(path, { force: true });
  const hide = new KeyedHide(key);
  const file = await RedactedFile.create(path);
  const bundle = typeof from === "string" ? await openBundle(from, noInput) : from;
  const redacted = await redactBundle(bundle, hide, file);
  await file.close(redacted.damage.length === 0);
  return { path, hide, redacted, map: mapOfWords(key, hide.names.seen, null) };
}

/** All that a bundle holds, as texts: of each entry its path and its content. */
export async function textsOf(path: string): Promise<{ path: string; text: string }[]> {
  const bundle = await openBundle(path, noInput);
  const texts: { path: string; text: string }[] = [];
  for await (const entry of bundle.entries) {
    const parts: Buffer[] = [];
    for await (const block of entry.blocks) parts.push(Buffer.from(block));
    texts.push({ path: entry.path, text: Buffer.concat(parts).toString("utf8") });
  }
  return texts;
}
