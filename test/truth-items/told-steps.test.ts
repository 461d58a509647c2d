/** What a step says that it does is what its commands do, and when. */
import { describe, expect, it } from "vitest";
import { renderText } from "../../src/index.ts";
import type { Row } from "../attribution/rows.ts";
import { analyzed, commandsOf, findingOf, rows } from "./support.ts";

const FULL = { max: 4000 };
const HOST = { "end/meminfo.txt": "MemTotal: 16777216 kB\n", "once/cpuinfo.txt": "cpus = 4\n" };
const live = (at: number): Row => ({
  left: 86_390,
  src: `10.0.${at % 200}.7`,
  dst: `10.1.${at % 250}.9`,
  sport: 20_000 + at,
  flag: "[ASSURED]",
});

describe("a step about several", () => {
  const idle = (at: number): Row => ({
    left: 70_000 - at,
    src: "10.244.1.9",
    dst: `10.20.0.${5 + (at % 2)}`,
    dport: 3306,
    sport: 20_000 + at,
    flag: "[ASSURED]",
  });

  it("has a command for each whom its title names, and counts what all of them hold", async () => {
    const analysis = await analyzed(rows(1600, idle) + rows(2400, live), FULL, HOST);
    const { remedies } = findingOf(analysis, "connection-leak");
    const step = remedies.find(({ title }) => title.startsWith("Delete the entries"))!;
    expect(step.title).toContain("10.20.0.5:3306/tcp, 10.20.0.6:3306/tcp");
    expect(step.commands).toEqual(
      [5, 6].map(
        (host) =>
          `conntrack -D -p tcp --orig-dst 10.20.0.${host} --orig-port-dst 3306 --state ESTABLISHED`,
      ),
    );
    expect(step.frees).toMatchObject({ entries: 1600, when: "at once" });
  });

  it("is undone for each, by the tool of its family", async () => {
    const flood = (at: number): string =>
      `tcp      6 ${at % 60} SYN_RECV src=2001:db8:${at.toString(16)}::1 dst=2001:db8::${80 + (at % 2)} sport=${1024 + at} dport=443 src=2001:db8::${80 + (at % 2)} dst=2001:db8:${at.toString(16)}::1 sport=443 dport=${1024 + at} mark=0 use=1\n`;
    const text = Array.from({ length: 4000 }, (_, at) => flood(at)).join("");
    const analysis = await analyzed(text, FULL, HOST);
    const step = findingOf(analysis, "syn-flood").remedies.find(({ title }) =>
      title.startsWith("Limit the first packets"),
    );
    expect(step!.commands).toHaveLength(2);
    for (const command of step!.commands) expect(command).toMatch(/^ip6tables .* -I PREROUTING /);
    const undo = step!.undo!.split("; ");
    expect(undo.map((one) => one.replace(" -D ", " -I "))).toEqual(step!.commands);
  });
});

describe("lookups from a port that their client keeps", () => {
  const lookup = (at: number): Row => ({
    protocol: "udp",
    left: 60 + (at % 60),
    dst: "10.96.0.10",
    dport: 53,
    sport: 20_000 + at,
    flag: "[ASSURED]",
  });

  it("end under the timeout of streams, which is the one to lower", async () => {
    const analysis = await analyzed(rows(2800, lookup) + rows(1200, live), FULL, HOST);
    const finding = findingOf(analysis, "udp-accumulation");
    expect(commandsOf(finding)).toContain(
      "sysctl -w net.netfilter.nf_conntrack_udp_timeout_stream=30",
    );
    const cache = finding.remedies.find(({ title }) => /cache/i.test(title))!;
    expect(cache.frees).toMatchObject({ entries: 2800, withinSeconds: 120 });
  });
});

describe("a step whose entries end in an hour", () => {
  const halfClosed = (at: number, servers = 250): Row => ({
    state: "CLOSE_WAIT",
    left: 60 + ((at * 7) % 3500),
    dst: `10.20.${at % servers}.5`,
    sport: 20_000 + at,
    flag: "[ASSURED]",
  });
  const DROPS = {
    "start/nf_conntrack_stat.txt":
      "entries insert_failed drop early_drop\n00000fa0 00000000 00000000 00000000\n",
    "end/nf_conntrack_stat.txt":
      "entries insert_failed drop early_drop\n00000fa0 00000000 00000400 00000000\n",
    "start/uptime.txt": "1000.00 1.00\n",
    "end/uptime.txt": "1010.00 1.00\n",
  };

  it("does not stop the loss now: what acts at once stands before it", async () => {
    const settings = { ...FULL, tcp_timeout_close_wait: 3600 };
    const first = async (servers: number): Promise<string> => {
      const text = rows(2800, (at) => halfClosed(at, servers)) + rows(1200, live);
      const analysis = await analyzed(text, settings, { ...HOST, ...DROPS });
      expect(analysis.state).toBe("exhausted");
      expect(analysis.findings[0]?.cause).toBe("close-wait-buildup");
      return / 1\. (.*)/.exec(renderText(analysis))?.[1] ?? "";
    };
    // also where entries could be deleted, which may cut a transfer
    for (const servers of [250, 1]) expect(await first(servers)).toMatch(/^Raise the limit/);
  });
});
