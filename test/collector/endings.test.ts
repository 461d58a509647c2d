import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { COLLECTOR, confined, NOT_LINUX, run } from "./collecting.ts";
import { type Ended, end, endings, SIGNALS, type Signal } from "./ended.ts";

const folder = temporaryFolder();
const SIGNAL_NAMES = Object.keys(SIGNALS) as Signal[];

const missing = needs({ linux: true, commands: ["dash", "bash", "busybox"] });
describe.skipIf(missing)(`ended by a signal ${missing ?? ""}`, () => {
  // a hundred each: npm run proof -- collector
  it.concurrent.each(SIGNAL_NAMES)("%s leaves nothing behind", async (signal) => {
    const ended: Ended[] = [];
    for (const ending of endings(signal, 6, 2200)) ended.push(await end(ending, folder));
    expect(ended.flatMap(({ faults }) => faults)).toEqual([]);
    expect(ended.filter(({ isEarly }) => isEarly).length).toBeGreaterThan(2);
  });
});

describe.skipIf(missing)(`ended between two commands ${missing ?? ""}`, () => {
  // the dump is not known as a child yet, and waits for a reader that never comes
  const script = confined(join(folder, "between.sh"), (text) =>
    text
      .replace('shrink "$rows" <"$temp/rows" >"$bundle/$path" &', "sleep 60 &")
      .replace(
        '2>"$errors" &\n  child=$!',
        () => '2>"$errors" &\n  sleep 1; kill -TERM $$\n  child=$!',
      ),
  );
  it.concurrent.each([["dash"], ["bash"], ["busybox", "ash"]])(
    "%s leaves nothing behind",
    async (...shell) => {
      const home = mkdtempSync(join(folder, "between-"));
      const command = [
        "timeout",
        "-s",
        "KILL",
        "30",
        ...shell,
        script,
        "--duration",
        "1",
        "-o",
        "-",
      ];
      const { code, stderr } = await run(command, { TMPDIR: home });
      expect({ code, stderr }).toEqual({ code: 143, stderr: "" });
      expect(readdirSync(home)).toEqual([]);
    },
  );
});

it("has no command with two substitutions, in which bash may lose a signal", () => {
  const lines = readFileSync(COLLECTOR, "utf8").split("\n");
  expect(lines.filter((line) => !line.startsWith("#") && /\$\([^(].*\$\([^(]/.test(line))).toEqual(
    [],
  );
});

it.skipIf(NOT_LINUX)(`ends quickly when nobody reads the archive ${NOT_LINUX ?? ""}`, async () => {
  const home = mkdtempSync(join(folder, "unread-"));
  const script = `sh ${COLLECTOR} -o - --duration 1 --no-dump | true`;
  const { stderr } = await run(["sh", "-c", script], { TMPDIR: home });
  expect(stderr).toMatch(/conntriage: could not write the archive to -: .*\n$/);
  expect(readdirSync(home)).toEqual([]);
});

const noRoot = needs({
  linux: true,
  root: true,
  commands: ["unshare", "mount", "dash", "bash", "busybox"],
});
it.skipIf(noRoot)(`says what to do where nothing can be written ${noRoot ?? ""}`, async () => {
  const home = mkdtempSync(join(folder, "read-only-"));
  const readOnly = `mount -t tmpfs -o ro none ${home} && cd ${home} && exec "$@"`;
  const collect = (...options: string[]) =>
    run(["unshare", "-m", "sh", "-c", readOnly, "sh", "sh", COLLECTOR, ...options], {
      TMPDIR: home,
    });
  const { code, stderr } = await collect("-o", "-");
  expect(stderr).toBe(
    `conntriage: cannot make a folder in ${home}, which is full, read-only or not there:\n  set TMPDIR to another one, such as /dev/shm\n`,
  );
  expect(code).toBe(1);
  expect((await collect()).stderr).toMatch(
    /^conntriage: cannot create \.\/conntriage-.*\.partial: /,
  );
});

describe.skipIf(noRoot)(`on a full disk ${noRoot ?? ""}`, () => {
  /** Runs a shell's words with a disk of that size at ./full; the mount goes with its mount namespace. */
  const onDiskOf = async (size: string, collect: string) => {
    const home = mkdtempSync(join(folder, "disk-"));
    mkdirSync(join(home, "full"));
    const script = `mount -t tmpfs -o size=${size} none full && ${collect}; code=$?; ls full; exit $code`;
    const { code, stdout, stderr } = await run(["unshare", "-m", "sh", "-c", script], {}, home);
    return { code, left: stdout.toString(), stderr };
  };
  const collect = (shell = "sh", options = "-o bundle.tgz") =>
    `TMPDIR=full ${shell} ${COLLECTOR} --duration 1 ${options}`;
  const stderr = "conntriage: no room left in full: free some, or set TMPDIR to another disk\n";

  it.concurrent.each(["4k", "64k", "128k"])("says so in one line: %s", async (size) => {
    expect(await onDiskOf(size, collect())).toEqual({ code: 1, left: "", stderr });
  });

  it("says so where another fills it while the collector watches", async () => {
    const fill = "until ls full/*/*/timeline.csv; do sleep 0.1; done; cat /dev/zero >full/filler";
    const { code, ...said } = await onDiskOf("1m", `{ (${fill}) >fill 2>&1 & ${collect()}; }`);
    expect({ code, ...said }).toEqual({ code: 1, left: "filler\n", stderr });
  });

  it.concurrent.each(["dash", "bash", "busybox ash"])(
    "says so where the dump does not fit: %s",
    async (shell) => {
      const conntrack =
        "mkdir bin && echo '[ $1 = -S ] || head -c 4000000 /dev/urandom' >bin/conntrack && chmod +x bin/conntrack";
      const words = `${conntrack} && PATH=$PWD/bin:$PATH ${collect(shell)}`;
      expect(await onDiskOf("1m", words)).toEqual({ code: 1, left: "", stderr });
    },
  );

  it.concurrent.each([
    ["GNU tar", "PATH=$PATH"],
    ["busybox's tar", "PATH=$PWD/bin:$PATH"],
  ])("says so where the archive does not fit: %s", async (_, path) => {
    const words = `mkdir bin && ln -s $(command -v busybox) bin/tar && ln -s $(command -v busybox) bin/gzip &&
      ${path} TMPDIR=${folder} sh ${COLLECTOR} --duration 1 --no-dump -o`;
    expect(await onDiskOf("8k", `${words} full/bundle.tgz`)).toEqual({
      code: 1,
      left: "",
      stderr:
        "conntriage: could not write the archive to full/bundle.tgz: no room, or nobody reads it\n",
    });
    expect(await onDiskOf("8k", `${words} - >/dev/full`)).toEqual({
      code: 1,
      left: "",
      stderr: "conntriage: could not write the archive to -: no room, or nobody reads it\n",
    });
  });
});
