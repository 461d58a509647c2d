/** A node that leaves the collector few processes, little memory, or nothing but busybox. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { applets, type Bundle, COLLECTOR, run, unpack } from "./collecting.ts";
import { cannotLimit, inGroup } from "./control-group.ts";

const folder = temporaryFolder();
const missing = needs({
  linux: true,
  root: true,
  commands: ["dash", "bash", "busybox", "setpriv"],
});
const SHELLS = ["dash", "bash", "busybox ash"];

/** A collection under a limit, into an archive on a disk of its own. */
async function collectUnder(kind: "pids" | "memory", limit: number, shell: string) {
  const home = mkdtempSync(join(folder, "home-"));
  const collect = [...shell.split(" "), COLLECTOR, "-o", "bundle.tgz", "--duration", "1"];
  const result = await inGroup(kind, limit, (into) =>
    run(["sh", "-c", `${into}; exec "$@"`, "sh", ...collect], { TMPDIR: home }, home),
  );
  const left = readdirSync(home).filter((name) => name !== "bundle.tgz");
  const bundle = result.code === 0 ? unpack(readFileSync(join(home, "bundle.tgz")), folder) : null;
  return { ...result, left, bundle };
}

/** What was not taken for want of something: but for kubectl and crictl, which are large and have many threads. */
const wanting = ({ manifest }: Bundle): string[] =>
  manifest.files
    .filter(({ reason }) => /process|fork|memory|killed/.test(reason ?? ""))
    .filter(({ path, command }) => !/kubectl|crictl/.test(`${path} ${command}`))
    .filter(({ path }) => !/(?:pods|endpoints|kube-proxy-config)\.txt$/.test(path))
    .map(({ path, reason }) => `${path}: ${reason}`);

const noPids = missing ?? cannotLimit("pids");
describe.skipIf(noPids)(`with few processes ${noPids ?? ""}`, () => {
  it.concurrent.each(SHELLS)("25 are enough: %s", async (shell) => {
    const { code, left, bundle } = await collectUnder("pids", 25, shell);
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(wanting(bundle!)).toEqual([]);
  });

  // bash tries again for 15 s each time
  it.concurrent.each(["dash", "busybox ash"])("of fewer it says so: %s", async (shell) => {
    for (const limit of [8, 2]) {
      const { code, stderr, left } = await collectUnder("pids", limit, shell);
      expect({ code, left }).toEqual({ code: 1, left: [] });
      expect(stderr).toMatch(/^conntriage: (?:no archive, as no more|cannot make a folder)/m);
    }
  });
});

const noMemory = missing ?? cannotLimit("memory");
describe.skipIf(noMemory)(`with little memory ${noMemory ?? ""}`, () => {
  it.concurrent.each(SHELLS)("32 MB are enough: %s", async (shell) => {
    const { code, left, bundle } = await collectUnder("memory", 32 * 2 ** 20, shell);
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(wanting(bundle!)).toEqual([]);
  });
});

const noChroot = missing ?? needs({ commands: ["unshare", "chroot", "ldd", "mount"] });
it.skipIf(noChroot)(`a system that is busybox alone is enough ${noChroot ?? ""}`, async () => {
  const root = mkdtempSync(join(folder, "root-"));
  for (const name of ["bin", "dev", "proc", "sys", "tmp"]) mkdirSync(join(root, name));
  const libraries = execFileSync("ldd", ["/usr/bin/busybox"]).toString().match(/\/\S+/g) ?? [];
  for (const path of ["/usr/bin/busybox", ...libraries.filter((one) => existsSync(one))])
    cpSync(path, join(root, path), { recursive: true, dereference: true });
  for (const name of applets()) symlinkSync("/usr/bin/busybox", join(root, "bin", name));
  copyFileSync(COLLECTOR, join(root, "collect.sh"));
  const inside = `for name in dev proc sys; do mount --rbind /$name ${root}/$name || exit; done
    exec chroot ${root} /bin/ash /collect.sh -o - --duration 1`;
  const { code, stdout, stderr } = await run(["unshare", "-m", "sh", "-c", inside]);
  expect(code, stderr).toBe(0);
  const { taken } = unpack(stdout, folder);
  for (const path of ["start/sysctl.txt", "end/nf_conntrack_stat.txt", "dump/count-after.txt"])
    expect(taken(path)).toMatchObject({ exit: 0, reason: null });
  expect(taken("dump/proc-nf_conntrack.txt.gz").exit).toBe(0);
  expect(taken("once/kernel-log.txt")).toMatchObject({ command: "dmesg", exit: 0 });
  expect(readdirSync(join(root, "tmp"))).toEqual([]);
});
