import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const SOURCES = fileURLToPath(new URL("../../src/", import.meta.url));

/** What is compiled: a folder `assembly/`, and the file beside it that holds the code. */
export interface Assembly {
  folder: string;
  file: string;
  /** Pages of 64 KiB that its `memory.ts` lays out. */
  pages: number;
}

export const ASSEMBLIES: readonly Assembly[] = [
  { folder: "parsers/conntrack-table", file: "usual-code.ts", pages: 6 },
  { folder: "archive", file: "inflate-code.ts", pages: 7 },
  { folder: "redact", file: "rows-code.ts", pages: 293 },
];

export const fileOf = ({ folder, file }: Assembly): string => join(SOURCES, folder, file);

/** Compiles one, and answers the text of its file. */
export async function compile({ folder, pages }: Assembly): Promise<string> {
  let binary = new Uint8Array();
  const options = `assembly/index.ts --outFile code.wasm -O3 --noAssert --runtime stub --enable simd --initialMemory ${pages} --maximumMemory ${pages} --use abort=`;
  const { error, stderr } = await main(options.split(" "), {
    readFile: (name, base) => {
      try {
        return readFileSync(join(SOURCES, folder, base === "." ? "" : base, name), "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (_, content) => {
      binary = content as Uint8Array<ArrayBuffer>;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);
  const lines =
    Buffer.from(binary)
      .toString("base64")
      .match(/.{1,96}/g) ?? [];
  return [
    "/** The compiled `assembly/`, in base64: written by `npm run assembly`, and held to it by a test. */",
    "export const CODE =",
    `${lines.map((line) => `  "${line}"`).join(" +\n")};`,
    "",
  ].join("\n");
}
