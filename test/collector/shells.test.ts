import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { type Bundle, busyboxPath, COLLECTOR, confined, run, unpack } from "./collecting.ts";

const folder = temporaryFolder();

const shellcheck = needs({ commands: ["shellcheck"] });
it.skipIf(shellcheck)(`shellcheck has nothing to say ${shellcheck ?? ""}`, () => {
  expect(execFileSync("shellcheck", ["-s", "sh", COLLECTOR]).toString()).toBe("");
});

const shells = [
  { name: "dash", command: ["dash"], commands: ["dash"] },
  { name: "bash", command: ["bash"], commands: ["bash"] },
  { name: "bash --posix", command: ["bash", "--posix"], commands: ["bash"] },
  { name: "busybox alone", command: [], commands: ["busybox"], without: [] },
  {
    name: "busybox without timeout",
    command: ["ash"],
    commands: ["busybox"],
    without: ["timeout"],
  },
];

describe.concurrent.each(shells)("under $name", ({ name, command, commands, without }) => {
  const missing = needs({ linux: true, commands });

  it.skipIf(missing)(`writes a whole bundle ${missing ?? ""}`, async ({ expect }) => {
    const options = ["-o", "-", "--duration", "2"];
    let collector = [...command, COLLECTOR];
    let env = {};
    if (without !== undefined) {
      const path = busyboxPath(join(folder, name), without);
      collector = [join(path, "ash"), confined(join(folder, `${name}.sh`))];
      env = { PATH: path };
    }
    const { code, stdout, stderr } = await run([...collector, ...options], env);
    expect(stderr).toContain("conntriage: wrote the archive to standard output\n");
    expect(code).toBe(0);
    const bundle = unpack(stdout, folder);
    expectManifestToDescribe(bundle);
    expect(bundle.manifest).toMatchObject({
      schema: "conntriage/bundle/1",
      arguments: "-o - --duration 2",
      uid: process.getuid?.(),
    });
    expect(bundle.taken("start/sysctl.txt")).toMatchObject({ cut: false, reason: null });
    expect(bundle.text("end/uptime.txt")).toMatch(/^\d+\.\d\d /);
  });
});

/** Every file of the archive is in the manifest with its size and hash, and the other way round. */
function expectManifestToDescribe({ folder, manifest, top }: Bundle): void {
  expect(top).toMatch(/^conntriage-[\w.-]+-\d{8}T\d{6}Z$/);
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile() && path !== "manifest.json")
    .map((path) => {
      const bytes = readFileSync(join(folder, path));
      return {
        path,
        bytes: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      };
    });
  const listed = manifest.files
    .filter((file) => file.bytes !== null)
    .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }));
  const byPath = (a: { path: string }, b: { path: string }) => a.path.localeCompare(b.path);
  expect(listed.sort(byPath)).toEqual(found.sort(byPath));
  for (const file of manifest.files) {
    if (file.bytes === null || file.cut) expect(file.reason).toBeTruthy();
  }
}
