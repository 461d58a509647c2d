/** The script of all commands: POSIX, read only, and what it prints on this machine is read. */
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scriptOf } from "../../src/commands/ask-script.ts";
import { found, pair } from "../../src/facts/facts.ts";
import type { SourceName } from "../../src/parsers/index.ts";
import { commandsFor } from "../../src/report/ask-list.ts";
import { WAYS } from "../../src/report/ask-ways.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { examined } from "./draw.ts";

const ALL = (Object.keys(WAYS) as SourceName[]).map((source) => ({
  source,
  why: [`for ${source}`],
}));
const SCRIPT = scriptOf(commandsFor(ALL), "bundle\n$(touch x)", "worker-1");
const folder = temporaryFolder();

it.each(["sh", "bash", "dash", "busybox"])("is read by %s", (shell) => {
  const args = shell === "busybox" ? ["sh", "-n"] : ["-n"];
  const run = spawnSync(shell, args, { input: SCRIPT, encoding: "utf8" });
  if ((run.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return;
  expect([run.status, run.stderr]).toEqual([0, ""]);
});

it("writes to no file and changes no setting", () => {
  const lines = SCRIPT.split("\n").filter((line) => !/^#|^printf /.test(line));
  for (const line of lines) {
    expect(line).not.toMatch(
      />\s*[^&\s]*(?<!\/dev\/null)$|\btee\b|sysctl -w|conntrack -[DFIU]|modprobe/,
    );
    expect(line).not.toContain("touch");
  }
});

it("prints what is read, each command under its title, in one run without a terminal", async () => {
  const tools = {
    sleep: "exit 0",
    iptables: "exit 0",
    "iptables-save":
      "printf '*nat\\n:POSTROUTING ACCEPT [0:0]\\n-A POSTROUTING -j MASQUERADE\\nCOMMIT\\n'",
    curl: "case $* in *10249/proxyMode) printf iptables ;; esac",
    dmesg: "echo '[  100.000000] nf_conntrack: nf_conntrack: table full, dropping packet'",
    nft: "exit 1",
    conntrack: "exit 1",
    kubectl: "exit 1",
    ethtool: "exit 1",
    nproc: "echo 8",
  };
  writeFiles(
    join(folder, "bin"),
    Object.fromEntries(Object.entries(tools).map(([name, run]) => [name, `#!/bin/sh\n${run}\n`])),
  );
  for (const name of Object.keys(tools)) chmodSync(join(folder, "bin", name), 0o755);
  const cwd = writeFiles(join(folder, "empty"), {});
  const run = spawnSync("sh", [], {
    input: SCRIPT,
    encoding: "utf8",
    cwd,
    env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}` },
  });
  expect([run.status === null, run.stderr]).toEqual([false, ""]);
  expect(readdirSync(cwd)).toEqual([]);
  const { facts } = await examined({ "answer.txt": run.stdout });
  for (const source of ["iptables-save", "kernel-log", "kube-proxy-mode", "cpus"] as const)
    expect([source, found(facts, source).length]).toEqual([source, 1]);
  for (const source of ["uptime", "softnet-stat"] as const)
    expect([source, pair(facts, source) !== null]).toEqual([source, true]);
  for (const label of ["netstat", "snmp"])
    expect([label, pair(facts, "netstat", label) !== null]).toEqual([label, true]);
});
