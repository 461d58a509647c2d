/** A node whose own iptables is the nft form and prints nothing, and whose rules are in the legacy one. */
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { busyboxPath, confined, run, unpack } from "./collecting.ts";

const missing = needs({ linux: true, commands: ["busybox"] });
const folder = temporaryFolder();

const RULES =
  '*nat\n-A KUBE-SEP-X -p tcp -m comment --comment "kube-system/kube-dns:metrics" -j DNAT --to-destination 127.0.0.1:9153\nCOMMIT\n';

let count = 0;

/** The collector with those two programs, on a kernel whose legacy tables in use are these. */
async function collected(plain: string, legacy: string | null, tables: string) {
  const name = `node-${++count}`;
  const path = busyboxPath(join(folder, name));
  const program = (called: string, prints: string): void => {
    const file = join(path, called);
    writeFileSync(file, `#!${join(path, "sh")}\nprintf '%s' '${prints}'\n`);
    chmodSync(file, 0o755);
  };
  program("iptables-save", plain);
  if (legacy !== null) program("iptables-legacy-save", legacy);
  symlinkSync("/usr/bin/false", join(path, "curl"));
  writeFileSync(join(folder, `${name}.tables`), tables);
  const collector = confined(join(folder, `${name}.sh`), (text) =>
    text.replaceAll('"/proc/net/$2"', `"${join(folder, `${name}.tables`)}"`),
  );
  const options = ["-o", "-", "--duration", "1", "--no-dump"];
  const { stdout } = await run([join(path, "ash"), collector, ...options], { PATH: path });
  return unpack(stdout, folder);
}

describe.skipIf(missing)(`the rules of iptables ${missing ?? ""}`, () => {
  it("are those of the legacy form where the node's own prints nothing", async () => {
    const { taken, text } = await collected("# nothing", RULES, "nat\n");
    expect(taken("once/iptables-save.txt").command).toBe("iptables-legacy-save");
    expect(text("once/iptables-save.txt")).toBe(RULES);
    // and CoreDNS is found in them
    expect(taken("start/coredns-metrics-1.txt").command).toContain("http://127.0.0.1:9153/metrics");
  });

  it.each([
    ["the node's own form has some", "*nat\nCOMMIT\n", RULES, "nat\n", "*nat\nCOMMIT\n"],
    ["the kernel has no legacy table in use", "", RULES, "", ""],
    ["nothing can print the legacy ones", "", null, "nat\n", ""],
  ])("are the node's own where %s", async (_, plain, legacy, tables, prints) => {
    const { taken, text } = await collected(plain, legacy, tables);
    expect(taken("once/iptables-save.txt").command).toBe("iptables-save");
    expect(text("once/iptables-save.txt")).toBe(prints);
  });
});
