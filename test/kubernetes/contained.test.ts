/**
 * The collector with the rights that its container has, and no more: its capabilities, no new privileges, a read-only
 * root and /proc/sys, and a network namespace that is not its own. No container runtime is needed for that; its
 * seccomp profile and the kubelet are what is not tried here.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { COLLECTOR, ip } from "../collector/collecting.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { built, COMPONENTS, type Manifest, manifestsIn } from "./manifests.ts";

const missing = needs({
  linux: true,
  root: true,
  commands: ["ip", "unshare", "setpriv", "nft", "conntrack", "mount", "base64"],
});
const folder = temporaryFolder();
const namespace = `ct-kube-${process.pid}`;
const NODE = "node-7";
const ENTRIES = 40;
const FLOWS = `const s = require("node:dgram").createSocket("udp4"); s.bind(0, () => {
  for (let n = 1; n <= ${ENTRIES}; n++) s.send("x", 9000 + n, "127.0.0.1", () => n === ${ENTRIES} && s.close()); });`;

/** Runs a container's command line as its securityContext says, with the mounted folders below `folder`. */
function contained({ command, args, securityContext }: Manifest): string {
  const { runAsUser, capabilities, readOnlyRootFilesystem, allowPrivilegeEscalation } =
    securityContext;
  expect(readOnlyRootFilesystem && !allowPrivilegeEscalation).toBe(true);
  const kept = (capabilities.add ?? []).map((name: string) => `+${name.toLowerCase()}`);
  const rights = [
    "setpriv",
    ...[`--reuid=${runAsUser}`, `--regid=${runAsUser}`, "--clear-groups", "--no-new-privs"],
    ...[`--bounding-set=${["-all", ...kept].join(",")}`, "--inh-caps=-all"],
  ];
  // what is mounted stays writable when the root no longer is
  const mounts = `mount --bind "$1" "$1" && mount --bind -o ro /proc/sys /proc/sys &&
    mount -o remount,bind,ro /proc/sys && mount -o remount,bind,ro / && shift && exec "$@"`;
  const line = (args as string[]).map((one) =>
    one
      .replaceAll("/usr/local/bin/collect.sh", COLLECTOR)
      .replaceAll("/bundles/", `${folder}/bundles/`)
      .replace("--duration 30", "--duration 2"),
  );
  const own = ["ip", "netns", "exec", namespace, "unshare", "--mount", "sh", "-c", mounts, "sh"];
  const [first, ...rest] = [...own, folder, ...rights, ...command, ...line];
  const env = {
    PATH: process.env["PATH"],
    TMPDIR: join(folder, "tmp"),
    NODE_NAME: NODE,
  };
  const { status, stdout, stderr } = spawnSync(first!, rest, { encoding: "utf8", env });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const podOf = (components: readonly string[]) =>
  built("collect", components).find(({ kind }) => kind === "DaemonSet").spec.template.spec;

describe.skipIf(missing)(
  `in a container${missing === null ? "" : `: ${missing}`}`,
  () => {
    beforeAll(() => {
      for (const name of ["bundles", "tmp"]) mkdirSync(join(folder, name));
      ip(`netns add ${namespace}`);
      ip(`-n ${namespace} link set lo up`);
      const inside = ["ip", "netns", "exec", namespace];
      const rules =
        "add table ip t; add chain ip t c { type filter hook output priority 0; }; add rule ip t c ct state invalid drop";
      execFileSync(inside[0]!, [...inside.slice(1), "nft", rules]);
      execFileSync(inside[0]!, [...inside.slice(1), process.execPath, "-e", FLOWS]);
    });
    afterAll(() => ip(`netns delete ${namespace}`));

    it.each([
      ["plain", [] as string[]],
      ["with all components", COMPONENTS],
    ])("collects table, counters, rules and log: %s", async (_, components) => {
      const [collect] = podOf(components).initContainers;
      contained(collect);
      const bundle = join(folder, "bundles", `${NODE}.tar.gz`);
      const { table, coverage } = await analyze(bundle);
      expect(table.rows).toBeGreaterThanOrEqual(ENTRIES);
      expect(table.count).toBeGreaterThanOrEqual(ENTRIES);
      const read = coverage.read.map(({ source }) => source);
      expect(read).toEqual(
        expect.arrayContaining(["conntrack-table", "conntrack-stat", "sysctl", "nft-ruleset"]),
      );
      expect(read).toContain("kernel-log");
      // the one beside it fetches it, and is not root
      const fetched = ["setpriv", "--reuid=65534", "--clear-groups", "cat", bundle];
      expect(existsSync(bundle)).toBe(true);
      execFileSync("chmod", ["755", folder, join(folder, "bundles")]);
      const bytes = execFileSync(fetched[0]!, fetched.slice(1), { maxBuffer: 1 << 26 });
      expect(bytes.equals(readFileSync(bundle))).toBe(true);
    });

    it("as base64 in its log, for a support bundle", async () => {
      const { podSpec } = manifestsIn("support-bundle.yaml")[0].spec.collectors[0].runDaemonSet;
      const log = join(folder, `${NODE}.log`);
      writeFileSync(log, contained(podSpec.containers[0]));
      const { table, bundle } = await analyze(log);
      expect(table.rows).toBeGreaterThanOrEqual(ENTRIES);
      expect(bundle.layout).toBe("conntriage");
    });
  },
  120_000,
);
