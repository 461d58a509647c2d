/** `conntriage recorder` before folders that something happened to. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { statusText } from "../../src/commands/recorder.ts";
import { readFolder } from "../../src/commands/recorder-folder.ts";
import { temporaryFolder } from "../support/folders.ts";

const folder = temporaryFolder();
const NOW = Date.parse("2026-11-27T00:01:00Z");

/** The folder of a recorder with this ring, and files by their names. */
function made(rows: readonly string[], files: Record<string, string> = {}): string {
  const place = mkdtempSync(join(folder, "status-"));
  mkdirSync(join(place, "ring"));
  writeFileSync(join(place, "ring/1000.csv"), rows.map((row) => row.padEnd(255)).join("\n"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  return place;
}
const row = (time: string, count: number, max: number | string): string =>
  `2026-11-27T${time}Z,60.00,${count},${max},0,0,0,0,0,0,1`;
const text = (place: string): string => statusText("x", readFolder(place), NOW);

describe("the status of a folder", () => {
  it("takes for bundles regular files only, and none that is gone", () => {
    const place = made([row("00:00:50", 5, 100)]);
    const name = (number: number): string =>
      join(place, `incident-00000${number}-20261127T000000Z.tar.gz`);
    writeFileSync(name(1), "12345");
    mkdirSync(name(2));
    symlinkSync("/nowhere", name(3));
    expect(readFolder(place).bundles).toEqual([{ file: name(1), bytes: 5 }]);
  });

  it.skipIf(process.platform === "win32")("waits for no fifo", () => {
    const place = made([row("00:00:50", 5, 100)]);
    for (const name of ["log", "status", "ring/1001.csv"])
      execFileSync("mkfifo", [join(place, name)]);
    expect(text(place)).toContain("x: watching, as process unknown\n");
  });

  it("says what it does not know", () => {
    const cut = { status: "pid=12 version=0.1.0 time=2026-11-27T00:00:30Z phase=watching at=85" };
    expect(text(made([row("00:00:50", 5, 100)], cut))).toContain(
      "Triggers  from 85 % on; unknown not gathered",
    );
    expect(text(made([row("00:00:50", 5, "")]))).toContain("5 entries; the limit is not known");
    expect(text(made([row("99:99:99", 5, 100)]))).toContain("x: not watching");
    expect(text(made([]))).toContain("x: nothing was recorded yet");
  });

  it("says that a limit of 0 is none", () => {
    expect(text(made([row("00:00:50", 5, 0)]))).toContain(
      "5 entries; the limit is 0, which is none",
    );
  });

  it("tells one that has nothing to watch from one that has ended", () => {
    const said = (time: string) => ({
      status: `pid=12 time=2026-11-27T${time}Z count=unknown max=`,
    });
    expect(text(made([], said("00:00:10")))).toContain(
      "x: watching, as process 12; connection tracking is not loaded",
    );
    const late = [row("00:00:10", 5, 100)];
    expect(text(made(late, said("00:00:10")))).toContain("connection tracking is not loaded");
    expect(text(made(late, { status: "pid=12 time=2026-11-27T00:00:10Z count=5" }))).toContain(
      "x: not watching: the last row is of 2026-11-27T00:00:10Z",
    );
  });
});
