import { describe, expect, it } from "vitest";
import { analyzeTexts, manifest, readSignal, valueFor } from "./in-memory.ts";

/** A log that reaches back to before the window of 1000 to 1010 s. */
const log = (...lines: string[]) => ({
  "manifest.json": manifest(),
  "once/kernel-log.txt": `[  100.000000] eth0: link up\n${lines.join("\n")}\n`,
});
const FLOOD = "TCP: request_sock_TCP: Possible SYN flooding on port [::]:9100. Sending cookies.";

describe("what the kernel says of other faults", () => {
  it.each([
    ["listen.synFloodMessages", FLOOD],
    ["tcp.memoryMessages", "TCP: out of memory -- consider tuning tcp_mem"],
    ["tcp.orphanMessages", "TCP: too many orphaned sockets"],
    ["table.allocationMessages", "  cache: nf_conntrack, object size: 256, buffer size: 256"],
  ] as const)("%s counts within the window alone: %s", async (signal, text) => {
    const texts = log(`[  900.000000] ${text}`, `[ 1005.000000] ${text}`);
    expect(await readSignal(signal, texts)).toEqual({
      value: 1,
      place: { entry: "b/once/kernel-log.txt", line: 3 },
    });
    expect(await valueFor(signal, log())).toBe(0);
  });

  it("sums the messages that were held back", async () => {
    const held = (n: number) => `net_ratelimit: ${n} callbacks suppressed`;
    const texts = log(
      `[  900.000000] ${held(7)}`,
      `[ 1001.000000] ${held(40)}`,
      `[ 1006.000000] ${held(2)}`,
    );
    expect(await valueFor("kernel.suppressedMessages", texts)).toBe(42);
  });

  it.each([
    [FLOOD, "[::]:9100"],
    [
      "TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:80. Dropping request.",
      "0.0.0.0:80",
    ],
    ["possible SYN flooding on port 443. Sending cookies.", "443"],
  ])("names the port: %s", async (text, port) => {
    expect(await valueFor("listen.synFloodPort", log(`[ 1005.000000] ${text}`))).toBe(port);
  });

  it("names none where the log does not", async () => {
    expect(await valueFor("listen.synFloodPort", log())).toBeNull();
    const odd = "TCP: Possible SYN flooding on port `reboot`. Sending cookies.";
    expect(await valueFor("listen.synFloodPort", log(`[ 1005.000000] ${odd}`))).toBeNull();
  });

  it("tells a limit that the module chose when it was loaded", async () => {
    const setting = { "end/sysctl.txt": "net.netfilter.nf_conntrack_max = 31732\n" };
    const loaded = "[    1.000000] nf_conntrack version 0.5.0 (7933 buckets, 31732 max)";
    expect(await valueFor("table.maxIsDefault", { ...setting, ...log() })).toBe(false);
    expect(await valueFor("table.maxIsDefault", { ...setting, ...log(loaded) })).toBe(true);
  });
});

describe("interfaces", () => {
  const dev = (...rows: [string, number, number][]) =>
    `Inter-|   Receive  |  Transmit\n face |bytes\n${rows
      .map(([name, errors, drops]) => `${name}: 1 1 ${errors} ${drops} 0 0 0 0 1 1 0 0 0 0 0 0\n`)
      .join("")}`;

  it("lose what their errors and drops rose by, but those that came or went meanwhile", async () => {
    const texts = {
      "start/dev.txt": dev(["eth0", 1, 10], ["veth1", 0, 900], ["veth2", 0, 50]),
      "end/dev.txt": dev(["eth0", 2, 40], ["veth2", 0, 3], ["veth3", 5, 5]),
    };
    expect(await readSignal("interfaces.losses", texts)).toEqual({
      value: 31,
      place: { entry: "b/end/dev.txt", line: 3 },
    });
  });
});

describe("the node", () => {
  it("has its slab memory of entries, one cache a namespace in old kernels", async () => {
    const slab = (...rows: string[]) => ({
      "end/slabinfo.txt": `slabinfo - version: 2.1\n# name\n${rows.join("\n")}\n`,
    });
    const both = slab(
      "nf_conntrack_expect 0 90 208",
      "nf_conntrack_ffff8800 8 10 320",
      "nf_conntrack_ffff8801 1 2 320",
    );
    expect(await valueFor("table.memory", both)).toBe(3840);
    expect(await readSignal("table.memory", slab("dentry 1 1 192"))).toMatchObject({
      value: null,
      wants: "slabinfo",
    });
  });

  it("has its distribution by name, or by id", async () => {
    const os = async (text: string) =>
      (await analyzeTexts({ "manifest.json": manifest(), "once/os-release.txt": text })).node.os;
    expect(await os('ID=debian\nPRETTY_NAME="Debian GNU/Linux 12"\n')).toBe("Debian GNU/Linux 12");
    expect(await os("ID=alpine\n")).toBe("alpine");
  });
});
