import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { build, CLI, ROOT, SINGLE } from "./built.ts";

const BUILT = join(ROOT, "dist/conntriage.html");
/** See reports/page.md for what is in it. */
const MOST_BYTES = 600_000;

describe("conntriage page", () => {
  const folder = temporaryFolder();
  beforeAll(() => build(), 180_000);

  it.each([
    ["the command", CLI],
    ["the single file", SINGLE],
  ])("%s writes the page that was built, and says its checksum", (name, program) => {
    const to = join(folder, `${name}.html`);
    const run = spawnSync(process.execPath, [program, "page", "-o", to], { encoding: "utf8" });
    const text = readFileSync(to);
    const sum = createHash("sha256").update(text).digest("hex");
    expect(run.stdout).toBe(`wrote ${to}, SHA-256 ${sum}\n`);
    expect(text.equals(readFileSync(BUILT))).toBe(true);
    expect(readFileSync(`${BUILT}.sha256`, "utf8")).toBe(`${sum}  conntriage.html\n`);
  });

  it("writes to standard output, and wants to know where to", () => {
    const piped = spawnSync(process.execPath, [CLI, "page", "-o", "-"], { maxBuffer: 2 ** 24 });
    expect(piped.stdout.equals(readFileSync(BUILT))).toBe(true);
    const bare = spawnSync(process.execPath, [CLI, "page"], { encoding: "utf8" });
    expect(bare.status).toBe(2);
    expect(bare.stderr).toContain("-o, --output <file>");
  });

  it("is one file under its size, whose policy names the hashes of its one script and its one style", () => {
    const text = readFileSync(BUILT, "utf8");
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)!;
    const hashOf = (part: RegExp): string =>
      `'sha256-${createHash("sha256").update(part.exec(text)![1]!).digest("base64")}'`;
    const style = hashOf(/<style>([^<]*)<\/style>/);
    // that there is no second one of either, the browsers tell
    const script = hashOf(/<script>([\s\S]*)<\/script>/);
    expect(policy).toBe(
      `default-src 'none'; script-src ${script} 'wasm-unsafe-eval'; worker-src blob:; style-src ${style}; base-uri 'none'; form-action 'none'`,
    );
  });

  it("carries the licences of what is in it", () => {
    const text = readFileSync(BUILT, "utf8");
    for (const name of ["marked", "fzstd", "xz-decompress", "@noble/ciphers"])
      expect(text).toContain(`\n${name} `);
  });
});
