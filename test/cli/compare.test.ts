import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { comparisonSchema } from "../../src/index.ts";
import { widthOf } from "../../src/report/text/width.ts";
import { FIXES } from "../compare/fixes.ts";
import { capturesOf } from "../compare/support.ts";
import { renderGfm, textOf } from "../report/gfm.ts";
import { temporaryFolder } from "../support/folders.ts";
import { build, conntriage, ROOT } from "./built.ts";

beforeAll(build, 120_000);

const folder = temporaryFolder();
const [before, after] = capturesOf("timeout-lowered") as [string, string];
beforeAll(() => {
  copyFileSync(before, join(folder, "before.tar.gz"));
  copyFileSync(after, join(folder, "after.tar.gz"));
});
const run = (...args: string[]) => conntriage(["compare", before, after, ...args]);

/** What every format says of this pair. */
const SAID = [
  "exhausted before and",
  "Short TCP connections fill the table",
  "nf_conntrack_tcp_timeout_time_wait",
  "shop/cart:http",
];

describe("conntriage compare", () => {
  it.each(FIXES)("says $id in 24 to 70 lines of 80 columns", async ({ id }) => {
    const { code, stdout } = await conntriage(["compare", ...capturesOf(id)]);
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(71);
    expect(lines.length).toBeGreaterThanOrEqual(24);
    expect(lines[0]).toBe("CONNECTION TRACKING COMPARED: BETTER");
  });

  it("says the same in every format, and JSON keeps its contract", async () => {
    const out = join(folder, "out/");
    const done = await run("-f", "text,markdown,html,json", "-o", out, "--verbose");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    const files = readdirSync(out);
    expect(files.sort()).toEqual(
      ["html", "json", "md", "txt"].map((ending) =>
        expect.stringMatching(new RegExp(`^worker-1-compared-2026\\d{4}T\\d{6}Z\\.${ending}$`)),
      ),
    );
    const text = (ending: string) =>
      readFileSync(join(out, files.find((one) => one.endsWith(ending))!), "utf8");
    const json = JSON.parse(text("json"));
    expect(comparisonSchema.parse(json)).toEqual(json);
    const flat = (shown: string) => shown.replace(/\s+/g, " ");
    for (const words of SAID) {
      expect(flat(text("txt"))).toContain(words);
      expect(flat(textOf(renderGfm(text("md"))))).toContain(words);
      expect(flat(textOf(text("html")))).toContain(words);
    }
    expect(text("html")).toContain("default-src 'none'");
    expect(text("html")).not.toContain("<script");
  });

  it("the same captures give the same bytes, whatever they are given with", async () => {
    const [one, other] = [await run("-f", "json"), await run("-f", "json", "--quiet")];
    expect(other.stdout).toBe(one.stdout);
  });

  it("--fail-on regression: 1 where it is worse, 0 where it is better", async () => {
    expect(await run("--fail-on", "regression")).toMatchObject({ code: 0, stderr: "" });
    const back = await conntriage(["compare", after, before, "--fail-on", "regression"]);
    expect(back.code).toBe(1);
    expect(back.stderr).toBe("conntriage: failed on regression (state: worse)\n");
    const steady = capturesOf("steady").slice(0, 3);
    const same = await conntriage(["compare", ...steady, "--fail-on", "regression,unknown"]);
    expect(same).toMatchObject({ code: 0, stderr: "" });
    expect(same.stdout).toContain("Step by step");
  });

  it.each([
    ["one capture", [before], 2, /give what was before, and what was after/],
    ["standard input twice", ["-", "-"], 2, /once only/],
    ["another word to fail on", [before, after, "--fail-on", "worse"], 2, /regression, unknown/],
    ["what is not there", [before, "absent.tar.gz"], 3, /absent\.tar\.gz: no such file/],
  ])("%s: an error of its own code", async (_, args, code, message) => {
    const failed = await conntriage(["compare", ...args]);
    expect(failed).toMatchObject({ code, stdout: "" });
    expect(failed.stderr).toMatch(message);
  });

  it.each(["conntriage/digest/1", "conntriage/fleet/1"])(
    "%s is no capture, and it says what is",
    async (schema) => {
      const other = join(folder, schema.includes("digest") ? "node.digest" : "fleet.json");
      writeFileSync(
        other,
        `${JSON.stringify({ schema, limit: 2000 })}\n`.repeat(schema.includes("digest") ? 2 : 1),
      );
      const failed = await conntriage(["compare", before, other]);
      expect(failed).toMatchObject({ code: 3, stdout: "" });
      expect(failed.stderr).toContain(`it is ${schema}; what is compared are bundles`);
    },
  );

  it("runs as the README shows it", async () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const commands = [...readme.matchAll(/^conntriage (compare .*?)(?: +#.*)?$/gm)].map(
      ([, command]) => command!.split(" "),
    );
    expect(commands).toHaveLength(3);
    for (const args of commands) {
      const done = await conntriage(
        args.map((one) => (/\.(?:gz|html)$/.test(one) ? join(folder, one) : one)),
      );
      expect(done, args.join(" ")).toMatchObject({ code: 0, stderr: "" });
    }
    expect(readdirSync(folder)).toContain("change.html");
  });
});
