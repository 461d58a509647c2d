/** The folder of a recorder: what is in it that is not its own, and what it is called. */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { readFolder } from "../../src/commands/recorder-folder.ts";
import { COLLECTOR, run, unpack } from "../collector/collecting.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { endRecorders, startRecorder } from "./recording.ts";

const folder = temporaryFolder();
afterAll(endRecorders);
const QUICK = ["-q", "--before", "60", "--after", "1", "--quiet-for", "1", "--no-dump"];
const SHELLS = [["dash"], ["bash"], ["busybox", "ash"]];
const missing = needs({ linux: true });

/** What a recorder says that will not begin; one that does is ended. */
async function refusal(shell: readonly string[], options: string[], env = {}, cwd?: string) {
  const words = ["timeout", "20", ...shell, COLLECTOR, "--watch", "-q", ...options];
  const { code, stderr } = await run(words, env, cwd);
  return { code, stderr };
}

describe.concurrent.each(SHELLS)("under %s %s", (...shell) => {
  const lacks = needs({ linux: true, commands: [shell[0]!] });
  const name = shell.join("-");

  it.skipIf(lacks)(
    "a folder of another program is refused, and nothing of it is changed",
    async ({ expect }) => {
      for (const own of ["events", "ring", "light", "gathering"]) {
        const place = join(folder, `${name}-${own}`);
        mkdirSync(join(place, own), { recursive: true });
        writeFileSync(join(place, own, "precious"), "another's");
        // what a daemon usually writes
        writeFileSync(join(place, "pid"), "1234\n");
        expect(await refusal(shell, ["-o", place])).toEqual({
          code: 1,
          stderr: `conntriage: ${place}/${own} is not of a recorder: give a folder of its own\n`,
        });
        expect(readFileSync(join(place, own, "precious"), "utf8")).toBe("another's");
        expect(readFileSync(join(place, "pid"), "utf8")).toBe("1234\n");
      }
      const place = join(folder, `${name}-link`);
      mkdirSync(place);
      symlinkSync("/nowhere", join(place, "status"));
      expect((await refusal(shell, ["-o", place])).stderr).toContain("status is not of a recorder");
    },
    90_000,
  );

  it.skipIf(lacks)(
    "other files beside stay, and the name may be odd",
    async ({ expect }) => {
      const root = join(folder, `${name} -a\\tb "c' * é`);
      const place = join(root, "recorder");
      mkdirSync(place, { recursive: true });
      const others = ["incident-999999-mine.tar.gz", "incident-000001.tar.gz.partial", "notes"];
      for (const one of others) writeFileSync(join(place, one), "another's");
      const left = join(place, "incident-000001-20200101T000000Z.tar.gz.partial");
      writeFileSync(left, "of a recorder that was killed");
      const one = startRecorder(root, shell, QUICK);
      await one.until(() => /watching/.test(one.log()), 60);
      writeFileSync(join(place, "trigger"), "");
      await one.until(() => /wrote/.test(one.log()), 60);
      for (const other of others)
        expect(readFileSync(join(place, other), "utf8")).toBe("another's");
      expect(() => readFileSync(left)).toThrow();
      const { bundles } = readFolder(place);
      expect(bundles.map(({ file }) => file.slice(place.length))).toEqual([
        expect.stringMatching(/^\/incident-000001-\d{8}T\d{6}Z\.tar\.gz$/),
      ]);
      const { manifest } = unpack(readFileSync(bundles[0]!.file), folder);
      expect(manifest["arguments"]).toContain(`-a\\tb "c' * ??/recorder`);
      expect(await analyze(bundles[0]!.file)).toMatchObject({ bundle: { layout: "conntriage" } });

      expect(await refusal(shell, ["-o", place])).toEqual({
        code: 1,
        stderr: `conntriage: process ${one.child.pid} records into ${place} already\n`,
      });
      // one that begins in the same moment sees no other, and is the last to write its number
      writeFileSync(join(place, "pid"), "1 1\n");
      expect(await Promise.race([one.ended, pause(110_000)])).toBe(1);
      expect(readFileSync(join(place, "pid"), "utf8")).toBe("1 1\n");
    },
    200_000,
  );
});

describe.concurrent("a folder", () => {
  it.skipIf(missing)(
    "a folder that is removed ends it, with all that it started",
    async ({ expect }) => {
      const one = startRecorder(join(folder, "removed"), ["sh"], QUICK);
      await one.until(() => /watching/.test(one.log()), 60);
      const readers = readFileSync(join(one.folder, "readers"), "utf8").match(/^\d+/gm) ?? [];
      // out of its way at once: it writes meanwhile
      renameSync(one.folder, `${one.folder}-gone`);
      expect(await Promise.race([one.ended, pause(110_000)])).toBe(1);
      await one.until(() => !readers.some((pid) => existsSync(`/proc/${pid}`)), 20);
    },
    150_000,
  );

  it.skipIf(missing)(
    "where none can be, it says why",
    async ({ expect }) => {
      const file = join(folder, "file");
      writeFileSync(file, "");
      expect(await refusal(["sh"], ["-o", file])).toMatchObject({
        code: 1,
        stderr: `conntriage: cannot write into ${file}\n`,
      });
      const [bin, place] = [join(folder, "no-fifo-bin"), join(folder, "no-fifo")];
      mkdirSync(bin);
      writeFileSync(join(bin, "mkfifo"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
      const PATH = `${bin}:${process.env["PATH"]}`;
      expect(await refusal(["sh"], ["-o", place], { PATH })).toMatchObject({
        code: 1,
        stderr: `conntriage: ${place} takes no fifo: give a folder on another disk\n`,
      });
      // a name that `cd` would look for elsewhere
      const [here, elsewhere] = [join(folder, "here"), join(folder, "elsewhere")];
      for (const one of [here, elsewhere]) mkdirSync(join(one, "recorder"), { recursive: true });
      expect(await refusal(["sh"], ["-o", "recorder"], { CDPATH: elsewhere }, here)).toMatchObject({
        code: 124, // it watched
      });
      expect(readFolder(join(here, "recorder")).rows).toBeGreaterThan(0);
    },
    90_000,
  );
});

it.skipIf(missing).each([
  [["--max-bytes", "2M"], "--max-bytes leaves no room for a bundle: here from 3M on"],
  [["--max-bytes", "3M", "--before", "3600", "--events"], "here from 4M on"],
  [["--max-bytes", "0200M"], "--max-bytes wants a size"],
  [["--max-bytes", "9999999999G"], "--max-bytes wants a size"],
  [["--at", "85%%"], "--at wants a whole number from 1 to 100"],
  [["--at", "%"], "--at wants a whole number from 1 to 100"],
  [["--at", "0"], "--at wants a whole number from 1 to 100"],
  [["--keep", "0"], "--keep wants a whole number from 1 to 1000"],
])("%j is refused", async (options, words) => {
  const { code, stderr } = await refusal(["sh"], ["-o", join(folder, "refused"), ...options]);
  expect(stderr).toContain(words);
  expect(code).toBe(2);
});
