import { chmodSync } from "node:fs";
import { expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { COLLECTOR, ip, run, unpack, withShell } from "./collecting.ts";

const folder = temporaryFolder();

const setpriv = needs({ linux: true, root: true, commands: ["setpriv"] });
it.skipIf(setpriv)(`without root takes what it can and says so ${setpriv ?? ""}`, async () => {
  const script = `setpriv --reuid 65534 --regid 65534 --clear-groups sh -s -- \
    -o - --duration 1 <${COLLECTOR}`;
  chmodSync(folder, 0o777);
  const { code, stdout, stderr } = await run(["sh", "-c", script], { TMPDIR: folder });
  expect(stderr).toMatch(/^conntriage: not root, so these will be missing: the table's rows,\n/);
  expect(stderr).toContain("\n  slabinfo.txt: cat: /proc/slabinfo: Permission denied\n");
  expect(stderr.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(0);
  const { manifest, taken } = unpack(stdout, folder);
  expect(manifest).toMatchObject({ uid: 65534, netnsOfPid1: null });
  expect(taken("dump/proc-nf_conntrack.txt.gz").reason).toMatch(/Permission denied$/);
  expect(taken("start/nf_conntrack_stat.txt")).toMatchObject({ exit: 0, reason: null });
  expect(taken("once/namespaces.txt").cut).toBe(true);
});

const incapable = needs({ linux: true, root: true, commands: ["setpriv", "conntrack"] });
it.skipIf(incapable)(`without the capability reads /proc instead ${incapable ?? ""}`, async () => {
  const bare = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", ...withShell("sh")];
  const { stdout } = await run([...bare, "-o", "-", "--duration", "1"]);
  const { taken, text } = unpack(stdout, folder);
  expect(taken("dump/conntrack-L-ipv4.txt.gz")).toMatchObject({ bytes: null, cut: false });
  expect(taken("dump/conntrack-L-ipv4.txt.gz").reason).toMatch(/must be root or get CAP_NET_ADMIN/);
  expect(text("dump/conntrack-L-ipv4.stderr.txt")).toMatch(/CAP_NET_ADMIN/);
  expect(taken("dump/proc-nf_conntrack.txt.gz")).toMatchObject({ exit: 0, reason: null });
});

const namespaces = needs({ linux: true, root: true, commands: ["ip", "unshare"] });
it.skipIf(namespaces)(`says when it sees a container's network ${namespaces ?? ""}`, async () => {
  // With a PID namespace of its own, PID 1 is a process of ours, whose namespace can be read.
  const name = `ct-col-${process.pid}-r`;
  ip(`netns add ${name}`);
  try {
    const inside = `ip netns exec ${name} sh ${COLLECTOR} -o - --duration 1 --no-dump`;
    const { stdout, stderr } = await run([
      "unshare",
      "-pf",
      "--mount-proc",
      "sh",
      "-c",
      `${inside}; :`,
    ]);
    expect(stderr).toMatch(/^conntriage: this is not the network namespace of PID 1/);
    const { manifest, text } = unpack(stdout, folder);
    expect(manifest["netnsOfPid1"]).toMatch(/^\d+$/);
    expect(manifest["netnsOfPid1"]).not.toBe(manifest["netns"]);
    expect(text("once/namespaces.txt")).toMatch(
      new RegExp(`^netns count .*\n(?:.*\n)*${manifest["netnsOfPid1"]} \\d+ \\d+ 1 .* sh\n$`),
    );
  } finally {
    ip(`netns delete ${name}`);
  }
});
