import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What a target is given: files by their names. Most targets take one, whose name says little. */
export type Input = ReadonlyMap<string, Uint8Array>;

/** An input on which a target failed once, with what was wrong: kept, so that it never fails again. */
export interface Found {
  target: string;
  fault: string;
  /** What was mended, in a sentence; empty as the fuzzer writes it. */
  mended: string;
  files: Record<string, { text: string } | { base64: string }>;
}

const FOLDER = fileURLToPath(new URL("./found/", import.meta.url));

export const oneFile = (bytes: Uint8Array | string): Input =>
  new Map([["input", typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes]]);

export const bytesOf = (input: Input): Uint8Array =>
  input.values().next().value ?? new Uint8Array();
export const textOf = (input: Input): string => new TextDecoder().decode(bytesOf(input));
export const sizeOf = (input: Input): number =>
  [...input.values()].reduce((sum, { length }) => sum + length, 0);

/** A file as it stands in JSON: as text where that gives back its bytes. */
function written(bytes: Uint8Array): Found["files"][string] {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return Buffer.from(text).equals(bytes)
    ? { text }
    : { base64: Buffer.from(bytes).toString("base64") };
}

export const filesOf = (input: Input): Found["files"] =>
  Object.fromEntries([...input].map(([name, bytes]) => [name, written(bytes)]));

export const inputOf = ({ files }: Pick<Found, "files">): Input =>
  new Map(
    Object.entries(files).map(([name, one]) => [
      name,
      "text" in one
        ? new TextEncoder().encode(one.text)
        : Uint8Array.from(Buffer.from(one.base64, "base64")),
    ]),
  );

/** Keeps an input that failed, named after its target and its bytes; answers the name. */
export function keep(target: string, fault: string, input: Input): string {
  const files = filesOf(input);
  const hash = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 8);
  const name = `${target.replace(/\W+/g, "-")}-${hash}`;
  const found: Found = { target, fault, mended: "", files };
  writeFileSync(`${FOLDER}${name}.json`, `${JSON.stringify(found, null, 2)}\n`);
  return name;
}

/** All that were kept, by their names. */
export const readFound = (): [name: string, found: Found][] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => [
      name.slice(0, -5),
      JSON.parse(readFileSync(`${FOLDER}${name}`, "utf8")) as Found,
    ]);
