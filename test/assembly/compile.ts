import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const TABLE = fileURLToPath(new URL("../../src/parsers/conntrack-table/", import.meta.url));
/** The module that holds the compiled code. */
export const CODE_FILE = join(TABLE, "usual-code.ts");

/** `assembly/memory.ts` lays out six pages of 64 KiB. */
const ARGUMENTS =
  "assembly/index.ts --outFile code.wasm -O3 --noAssert --runtime stub --enable simd --initialMemory 6 --maximumMemory 6 --use abort=".split(
    " ",
  );

/** Compiles the reader of usual rows, and answers the text of {@link CODE_FILE}. */
export async function compile(): Promise<string> {
  let binary = new Uint8Array();
  const { error, stderr } = await main(ARGUMENTS, {
    readFile: (name, base) => {
      try {
        return readFileSync(join(TABLE, base === "." ? "" : base, name), "utf8");
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
