import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf } from "../causes/sample.ts";
import { tarOf } from "../support/archives.ts";
import { temporaryFolder } from "../support/folders.ts";
import { build, CLI, ROOT, SINGLE } from "./built.ts";

const folder = temporaryFolder();
const elsewhere = join(folder, "elsewhere");
const alone = join(elsewhere, "conntriage.mjs");
const SAMPLE = bundleOf("stale-endpoints");

interface Options {
  flags?: readonly string[];
  input?: Uint8Array;
}

const run = (file: string, args: readonly string[], { flags = [], input }: Options = {}): string =>
  execFileSync(process.execPath, [...flags, file, ...args], {
    cwd: elsewhere,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    input: input ?? "",
    // nothing is found by way of the checkout
    env: { PATH: process.env["PATH"] },
  });
const both = (args: readonly string[], input?: Uint8Array): [string, string] => [
  run(alone, args, { ...(input && { input }) }),
  run(CLI, args, { ...(input && { input }) }),
];

/** An archive that is read in a thread: stored, not packed, so that it is above what is read without one. */
function largeArchive(): string {
  const row =
    "tcp      6 431999 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=PORT dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=PORT [ASSURED] mark=0 use=1\n";
  const rows = Array.from({ length: 50_000 }, (_, at) => row.replaceAll("PORT", `${at + 1}`));
  const archive = join(folder, "large.tar");
  const name = "conntriage-large/dump/conntrack-L-ipv4.txt.gz";
  writeFileSync(archive, tarOf({ name, body: gzipSync(rows.join(""), { level: 0 }) }));
  return archive;
}

beforeAll(async () => {
  await build();
  mkdirSync(elsewhere);
  copyFileSync(SINGLE, alone);
}, 120_000);

describe("the single file, alone in a folder, does what the compiled project does", () => {
  it.each(["json", "text", "markdown", "html"])("analyses a sample into %s", (format) => {
    const [ours, theirs] = both(["analyze", SAMPLE, "-f", format]);
    expect(ours.length).toBeGreaterThan(1000);
    expect(ours).toBe(theirs);
  });

  it("reads standard input", () => {
    const [ours, theirs] = both(["analyze", "-", "-f", "json"], readFileSync(SAMPLE));
    expect(JSON.parse(ours).state).toBe("exhausted");
    expect(ours).toBe(theirs);
  });

  it("reads a large archive in a thread of its own", () => {
    const archive = largeArchive();
    const [ours, theirs] = both(["analyze", archive, "-f", "json"]);
    expect(JSON.parse(ours).table.rows).toBe(50_000);
    expect(ours).toBe(theirs);
    const hook = join(folder, "hook.cjs");
    writeFileSync(
      hook,
      `const { isMainThread, workerData } = require("node:worker_threads");
       if (!isMainThread) process._rawDebug("in a thread: " + workerData.target);`,
    );
    const line = `"$0" --require "$1" "$2" analyze "$3" 2>&1 >/dev/null`;
    const said = execFileSync("sh", ["-c", line, process.execPath, hook, alone, archive]);
    expect(said.toString()).toContain(`in a thread: ${archive}`);
  });

  it.each([
    [["--version"]],
    [["--help"]],
    [["man"]],
    [["causes", "stale-endpoints"]],
    [["schema", "analysis"]],
    [["schema", "causes"]],
    [["schema", "bundle"]],
    [["causes", "--schema"]],
    [["completion", "bash"]],
    [["collect", "--print"]],
    [["collect", "--help"]],
    [["rows", SAMPLE, "--dst", "10.96.66.40"]],
    [["what-if", SAMPLE, "--set", "nf_conntrack_udp_timeout=10"]],
  ])("%j", (args) => {
    const [ours, theirs] = both(args);
    expect(ours.length).toBeGreaterThan(20);
    expect(ours).toBe(theirs);
  });

  it("reads causes of one's own", () => {
    const yaml = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "README.md"), "utf8"))![1]!;
    const causes = join(folder, "own.yaml");
    writeFileSync(causes, yaml);
    const [ours, theirs] = both(["analyze", SAMPLE, "--causes", causes, "-f", "json"]);
    expect(ours).toBe(theirs);
  });
});

describe("the script of a single executable, where no thread can begin", () => {
  /** What Node answers within an executable, of whose assets the file is one. */
  const hook = join(folder, "asset.cjs");
  const sea = (args: readonly string[]): string =>
    run(join(ROOT, "build/sea.cjs"), args, { flags: ["--require", hook] });

  beforeAll(() =>
    writeFileSync(
      hook,
      `const Module = require("node:module");
       const { readFileSync } = require("node:fs");
       const load = Module._load;
       const asset = { getAsset: () => readFileSync(${JSON.stringify(alone)}) };
       Module._load = (name, ...rest) => (name === "node:sea" ? asset : load(name, ...rest));`,
    ),
  );

  it.each([
    ["a sample", SAMPLE],
    ["a large archive", largeArchive()],
  ])("analyses %s as the file does", (_, path) => {
    const ours = sea(["analyze", path, "-f", "json"]);
    expect(JSON.parse(ours).table.rows).toBeGreaterThan(1000);
    expect(ours).toBe(run(alone, ["analyze", path, "-f", "json"]));
  });

  it.each([
    [["--version"]],
    [["schema", "analysis"]],
    [["collect", "--print"]],
    [["fleet", SAMPLE, bundleOf("mtu"), "-f", "json"]],
  ])("%j", (args) => {
    expect(sea(args)).toBe(run(alone, args));
  });

  it("writes the page, whose part is packed", () => {
    const [ours, theirs] = [join(folder, "sea.html"), join(folder, "page.html")];
    sea(["page", "-o", ours]);
    run(alone, ["page", "-o", theirs]);
    expect(readFileSync(ours)).toEqual(readFileSync(theirs));
  });
});

describe("the form that V8 compiled at the build", () => {
  const table = (): string => readFileSync(alone, "latin1").slice(0, 20_000);

  it("is that of the V8 at hand, for what an analysis needs", () => {
    const { v8 } = process.versions;
    expect(table()).toContain(`COMPILED_BY = "${v8} ${process.platform} ${process.arch}"`);
    expect(table().match(/"compiled":/g)!.length).toBeGreaterThan(10);
  });

  it("is not needed: where V8 refuses it, or is another, the reports are the same", () => {
    const expected = run(CLI, ["analyze", SAMPLE, "-f", "json"]);
    const refused = run(alone, ["analyze", SAMPLE, "-f", "json"], { flags: ["--no-opt"] });
    expect(refused).toBe(expected);
    const other = join(folder, "other.mjs");
    const text = readFileSync(alone, "latin1");
    // as long, since parts are found by their places
    writeFileSync(other, text.replace(`COMPILED_BY = "1`, `COMPILED_BY = "0`), "latin1");
    expect(run(other, ["analyze", SAMPLE, "-f", "json"])).toBe(expected);
  });

  it("leaves the file in ASCII, which Node reads sooner, and beside nothing", () => {
    expect(readFileSync(alone).every((byte) => byte < 128)).toBe(true);
    expect(readdirSync(elsewhere)).toEqual(["conntriage.mjs"]);
  });
});
