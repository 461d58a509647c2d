import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { COLLECTOR, NOT_LINUX, run } from "./collecting.ts";

const folder = temporaryFolder();

/** The processes of a session, by the sixth field of /proc/PID/stat (after the command's name). */
function processesOf(session: number): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[3] === String(session) && fields[0] !== "Z";
    } catch {
      return false; // no process, or one that has just ended
    }
  });
}

describe.concurrent.each([
  { shell: "dash", signal: "SIGTERM", code: 143, after: 1500 },
  { shell: "dash", signal: "SIGINT", code: 130, after: 60 },
  { shell: "bash", signal: "SIGTERM", code: 143, after: 250 },
  { shell: "bash", signal: "SIGHUP", code: 129, after: 1500 },
] as const)("$shell ended by $signal after $after ms", ({ shell, signal, code, after }) => {
  const missing = needs({ linux: true, commands: [shell] });

  it.skipIf(missing)(`leaves nothing behind ${missing ?? ""}`, async ({ expect }) => {
    const home = mkdtempSync(join(folder, "ended-"));
    const options = { cwd: home, env: { ...process.env, TMPDIR: home }, detached: true } as const;
    const child = spawn(shell, [COLLECTOR, "--duration", "60"], { ...options, stdio: "ignore" });
    await pause(after);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(readdirSync(home)).toEqual([]);
    expect(processesOf(child.pid as number)).toEqual([]);
  });
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

const noRoot = needs({ linux: true, root: true, commands: ["unshare", "mount"] });
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
  /** Runs with a disk of that size at ./full; the mount goes with its mount namespace. */
  const onDiskOf = (size: string, environment: string, output: string) => {
    const home = mkdtempSync(join(folder, "disk-"));
    mkdirSync(join(home, "full"));
    const collect = `${environment} sh ${COLLECTOR} --duration 1 -o ${output}`;
    const script = `mount -t tmpfs -o size=${size} none full && ${collect}; code=$?; ls full; exit $code`;
    return run(["unshare", "-m", "sh", "-c", script], {}, home);
  };

  it.concurrent.each(["4k", "64k", "128k"])("says so in one line: %s", async (size) => {
    const { code, stdout, stderr } = await onDiskOf(size, "TMPDIR=full", "bundle.tgz");
    expect(stderr).toBe(
      "conntriage: no room left in full: free some, or set TMPDIR to another disk\n",
    );
    expect({ code, left: stdout.toString() }).toEqual({ code: 1, left: "" });
  });

  it("says so in one line: the archive does not fit", async () => {
    const output = "full/bundle.tgz";
    const { code, stdout, stderr } = await onDiskOf("8k", `TMPDIR=${folder}`, output);
    expect(stderr).toBe(
      `conntriage: could not write the archive to ${output}: no room, or nobody reads it\n`,
    );
    expect({ code, left: stdout.toString() }).toEqual({ code: 1, left: "" });
  });
});
