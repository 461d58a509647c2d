/** Settings: what is advised lasts, agrees with itself, and what the present ones break is said. */
import { describe, expect, it } from "vitest";
import { renderMarkdown, renderText } from "../../src/index.ts";
import type { Row } from "../attribution/rows.ts";
import { analyzed, rows } from "./support.ts";

const live = (at: number): Row => ({
  left: 86_390,
  src: `10.0.${at % 200}.7`,
  dst: `10.1.${at % 250}.9`,
  sport: 20_000 + at,
  flag: "[ASSURED]",
});
const HOST = {
  "end/meminfo.txt": "MemTotal: 16777216 kB\n",
  "once/cpuinfo.txt": "cpus = 2\n",
  "once/iptables-save.txt": "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n",
};
const file = (path: string, max: number) => ({
  ...HOST,
  "once/sysctl-files.txt": `# file: ${path}\nnet.netfilter.nf_conntrack_max = ${max}\n`,
});
type Files = Readonly<Record<string, string>>;
const commands = async (files: Files): Promise<string[]> => {
  const analysis = await analyzed(rows(4000, live), { max: 4000 }, files);
  return analysis.findings.flatMap(({ remedies }) => remedies.flatMap((one) => one.commands));
};

describe("a limit that is to last", () => {
  it("stands in the file that is read last", async () => {
    for (const path of ["/etc/sysctl.d/99-tuning.conf", "/etc/sysctl.conf"]) {
      const said = await commands(file(path, 4000));
      expect(said).toContain(`sed -i 's/^\\(.*nf_conntrack_max *= *\\).*/\\1131072/' ${path}`);
      expect(said.join("\n")).not.toContain("90-conntrack.conf");
    }
  });

  it("has a file of its own where none or an earlier one names it", async () => {
    for (const files of [HOST, file("/etc/sysctl.d/10-network.conf", 4000)]) {
      const said = (await commands(files)).join("\n");
      expect(said).toContain("> /etc/sysctl.d/90-conntrack.conf");
      expect(said).not.toContain("sed -i");
    }
  });

  it("is written to no file whose name means something to a shell", async () => {
    const said = (await commands(file("/etc/sysctl.d/99;reboot.conf", 4000))).join("\n");
    expect(said).toContain("sed -i 's/^\\(.*nf_conntrack_max *= *\\).*/\\1131072/' FILE");
  });

  it("is no lower than the one that a file asks for, so that no two steps disagree", async () => {
    const said = await commands(file("/etc/sysctl.d/99-tuning.conf", 300_000));
    const limits = said.flatMap((one) => /nf_conntrack_max=(\d+)/.exec(one)?.[1] ?? []);
    expect(new Set(limits)).toEqual(new Set(["300000"]));
  });

  it("is one number for kube-proxy, too", async () => {
    const analysis = await analyzed(
      rows(4000, live),
      { max: 4000 },
      {
        ...file("/etc/sysctl.d/99-tuning.conf", 300_000),
        "once/kube-proxy-mode.txt": "iptables",
        "once/kube-proxy-config.txt":
          "kind: KubeProxyConfiguration\nconntrack:\n  maxPerCore: 2000\n  min: 4000\n",
      },
    );
    const text = renderMarkdown(analysis);
    expect(text).toContain("overwritten by kube-proxy");
    const least = [...text.matchAll(/^ {2}min: (\d+)/gm)].map(([, min]) => min);
    expect([...new Set(least)]).toEqual(["300000"]);
  });
});

describe("the present settings", () => {
  const notes = async (settings: Record<string, number>): Promise<string> =>
    (await analyzed(rows(400, live), { max: 65_536, ...settings })).notes.join("\n");

  it("are said to break what is in use where a timeout is seconds", async () => {
    expect(await notes({ tcp_timeout_established: 30, udp_timeout: 1 })).toMatch(
      /`nf_conntrack_tcp_timeout_established` is 30 s: .*; `nf_conntrack_udp_timeout` is 1 s: /,
    );
    expect(await notes({ tcp_timeout_established: 600, udp_timeout: 10 })).toBe("");
  });

  it("were changed where the table holds more than the limit", async () => {
    expect(await notes({ count: 800, max: 500 })).toMatch(
      /the limit was lowered while they existed/,
    );
    expect(await notes({ count: 503, max: 500 })).not.toMatch(/was lowered/);
  });
});

describe("open connections that are no traffic in use", () => {
  const notes = async (left: (at: number) => number): Promise<string> => {
    const open = (at: number): Row => ({ ...live(at), left: left(at) });
    const settings = { max: 65_536, tcp_timeout_established: 86_400 };
    return (await analyzed(rows(400, open), settings)).notes.join("\n");
  };

  it("are told where the rows show it", async () => {
    expect(await notes((at) => (at % 2 === 0 ? 200 : 86_000))).toMatch(
      /^200 open TCP connections are under the kernel's 300 s for data that is not acknowledged, in place of 86,400 s/,
    );
    expect(await notes((at) => (at % 2 === 0 ? 400_000 : 86_000))).toMatch(
      /^200 open TCP connections have more time left than the timeout of 86,400 s/,
    );
  });

  it("are not told of a few, which any table has", async () => {
    expect(await notes((at) => (at % 20 === 0 ? 200 : 86_000))).toBe("");
    expect(await notes((at) => (at % 20 === 0 ? 400_000 : 86_000))).toBe("");
  });
});

it("nothing is lost yet where the table is only nearly full: what acts now makes room", async () => {
  const nearly = renderText(await analyzed(rows(3800, live), { max: 4000 }, HOST));
  expect(nearly).toMatch(/CRITICAL[\s\S]*Make room now/);
  expect(nearly).not.toContain("Stop the loss now");
});
