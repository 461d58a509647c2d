import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { NOT_LINUX, run, type Taken, unpack, withShell } from "./collecting.ts";

const folder = temporaryFolder();
const collect = (...options: string[]) =>
  run([...withShell("sh"), ...options], { TMPDIR: folder }, folder);

/** Paths with their commands, as `--list` prints them. */
const rowsOf = (text: string): [string, string][] =>
  [...text.matchAll(/^([^ #(\n]+) +(.*)$/gm)].map(([, path, command]) => [path!, command!]);

/** A row's text as what it stands for: names that only a run knows are any words, and of several commands each is one. */
const isOf = (row: string, text: string): boolean => {
  const pattern = row
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll("INODE-PID-NAME", "\\d+-\\d+-[\\w.]+")
    .replaceAll(/INTERFACE|ADDRESS:9153|PID/g, "[\\w.:-]+")
    .replace("coredns-metrics-1", "coredns-metrics-\\d");
  return pattern.split(" \\|\\| ").some((one) => new RegExp(`^${one}$`).test(text));
};

describe.skipIf(NOT_LINUX)(`--list ${NOT_LINUX ?? ""}`, () => {
  let rows: [string, string][];
  let files: Taken[];
  beforeAll(async () => {
    const { code, stdout, stderr } = await collect("--list");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    rows = rowsOf(stdout.toString());
    files = unpack((await collect("-o", "-", "--duration", "1")).stdout, folder).manifest.files;
  });

  it("leaves nothing behind, and runs without any tool", async () => {
    const { code } = await run(["/bin/sh", withShell("sh")[1]!, "--list"], { PATH: "/nowhere" });
    expect(code).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith("conntriage"))).toEqual([]);
  });

  it("has every file that a run takes, with its command", () => {
    const unlisted = files.filter(
      ({ path, command }) =>
        !rows.some(([name, row]) => isOf(name, path) && (command === "" || isOf(row, command))),
    );
    expect(unlisted.map(({ path, command }) => ({ path, command }))).toEqual([]);
  });

  it("has no other files, but those that this machine gives no reason to take", () => {
    const untaken = rows.filter(([name]) => !files.some(({ path }) => isOf(name, path)));
    const known = /^(?:manifest\.json|(?:start|end)\/(?:netns|ethtool-S-)|dump\/)/;
    expect(untaken.filter(([name]) => !known.test(name))).toEqual([]);
  });

  it("follows the other options", async () => {
    const { stdout } = await collect("--list", "--no-dump", "--duration", "77");
    expect(stdout.toString()).toContain("watching for 77 s");
    expect(stdout.toString()).toMatch(/\nmanifest\.json /);
    expect(rowsOf(stdout.toString()).filter(([path]) => path.startsWith("dump/"))).toEqual([
      ["dump/conntrack-L-ipv4.txt.gz", "not taken: left out by --no-dump"],
    ]);
  });
});
