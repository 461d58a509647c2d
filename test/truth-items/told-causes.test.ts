/** What a cause says of somebody, the evidence bears out. */
import { describe, expect, it } from "vitest";
import { offenderName } from "../../src/signals/uses.ts";
import type { Row } from "../attribution/rows.ts";
import { manifest } from "../signals/in-memory.ts";
import { analyzed, commandsOf, findingOf, rows } from "./support.ts";

const FULL = { max: 4000, icmp_timeout: 30, icmpv6_timeout: 30, tcp_timeout_time_wait: 120 };
/** Words without the marks of names. */
const plain = (words: string): string => words.replaceAll("`", "");
const isFound = (verdict: string): boolean => !/^(?:unknown|ruled-out)$/.test(verdict);
const live = (at: number): Row => ({
  left: 86_390,
  src: `10.0.${at % 200}.7`,
  dst: `10.1.${at % 250}.9`,
  sport: 20_000 + at,
  flag: "[ASSURED]",
});
const peer = (at: number): string => `203.${at % 250}.${Math.floor(at / 250)}.25`;

describe("many addresses that do not answer", () => {
  const attempt = (at: number): Row => ({
    state: "SYN_SENT",
    left: at % 120,
    src: "198.51.100.25",
    dst: peer(at),
    dport: 25,
    sport: 20_000 + at,
    flag: "[UNREPLIED]",
  });
  const answered = (at: number): Row => ({
    ...attempt(at + 3000),
    state: "TIME_WAIT",
    flag: "[ASSURED]",
  });

  it("are no scan by a mail server, most of whose peers answer", async () => {
    const analysis = await analyzed(rows(1200, attempt) + rows(2800, answered), FULL);
    expect(findingOf(analysis, "connection-scan").verdict).toBe("ruled-out");
    expect(analysis.findings[0]?.cause).toBe("time-wait-churn");
  });

  it("are a scan where hardly any answers, and may be one in between", async () => {
    const scan = await analyzed(rows(2800, attempt) + rows(1200, live), FULL);
    const [first] = scan.findings;
    expect(first).toMatchObject({ cause: "connection-scan" });
    expect(plain(first!.mechanism)).toContain("from 1 source, mostly from 198.51.100.25");
    for (const { title } of first!.remedies) expect(title).not.toMatch(/NetworkPolicy/);
    const some = await analyzed(rows(2400, attempt) + rows(1600, answered), FULL);
    expect(findingOf(some, "connection-scan").verdict).toBe("likely");
  });
});

it("half-open connections are a flood from few sources as well: who means to connect answers", async () => {
  const flood = (at: number): Row => ({
    state: "SYN_RECV",
    left: at % 60,
    src: `203.0.113.${1 + (at % 29)}`,
    dst: "192.0.2.10",
    dport: 443,
    sport: 2000 + at,
  });
  const analysis = await analyzed(rows(3400, flood) + rows(600, live), FULL);
  expect(analysis.findings[0]).toMatchObject({ cause: "syn-flood" });
  expect(analysis.findings[0]!.mechanism).toContain("from 29 sources, about");
});

describe("one-way UDP", () => {
  const to = (dst: (at: number) => string) => (at: number) => ({
    protocol: "udp" as const,
    left: at % 30,
    src: "192.168.1.50",
    dst: dst(at),
    dport: 6000 + (at % 900),
    sport: 51_413,
    flag: "[UNREPLIED]" as const,
  });
  const advice = async (row: (at: number) => Row): Promise<string> => {
    const analysis = await analyzed(rows(3400, row) + rows(600, live), FULL);
    return findingOf(analysis, "udp-accumulation")
      .remedies.map(({ title }) => plain(title))
      .join("\n");
  };

  it("to thousands of peers is not sent from one port only by being told to", async () => {
    const said = await advice(to(peer));
    expect(said).toMatch(/Limit the peers of the program .* first on 192\.168\.1\.50/);
    expect(said).not.toMatch(/one fixed source port/);
  });

  it("to one collector is", async () => {
    const said = await advice((at) => ({ ...to(() => "10.20.0.9")(at), dport: 8125 }));
    expect(said).toMatch(/Send metrics and logs \(10\.20\.0\.9:8125\/udp\)/);
    expect(said).not.toMatch(/Limit the peers/);
  });
});

describe("pings", () => {
  const ping = (v6: boolean, at: number): string => {
    const [from, to] = v6
      ? [`fd00:9::${at.toString(16)}`, "fd00::1"]
      : [`10.${at % 250}.0.9`, "192.0.2.1"];
    const [name, type, answer] = v6 ? ["icmpv6   58", 128, 129] : ["icmp     1", 8, 0];
    return `${name} ${at % 30} src=${from} dst=${to} type=${type} code=0 id=${at} src=${to} dst=${from} type=${answer} code=0 id=${at} mark=0 use=1\n`;
  };
  const pings = (v6: boolean): string =>
    Array.from({ length: 3400 }, (_, at) => ping(v6, at)).join("");

  it("of IPv6 have a timeout of their own, and each its own alone", async () => {
    for (const v6 of [true, false]) {
      const analysis = await analyzed(pings(v6) + rows(600, live), FULL);
      const set = commandsOf(findingOf(analysis, "icmp-flood")).filter((one) => /-w /.test(one));
      expect(set).toEqual([`sysctl -w net.netfilter.nf_conntrack_icmp${v6 ? "v6" : ""}_timeout=5`]);
    }
  });

  it("from everywhere are named by whom they go to, and stopping them is what frees", async () => {
    const analysis = await analyzed(pings(true) + rows(600, live), FULL);
    const finding = findingOf(analysis, "icmp-flood");
    expect(plain(finding.mechanism)).toContain("mostly to fd00::1");
    for (const { title, frees } of finding.remedies)
      if ((frees?.entries ?? 0) > 0) expect(title).not.toMatch(/^(?:Find|Look|Check)\b/);
  });
});

describe("a full table that no fault explains alone", () => {
  const SAMPLES = {
    "timeline.csv": `time,uptime,count,max,insert_failed,drop,early_drop\n${Array.from({ length: 11 }, (_, at) => `2026-11-26T10:00:${String(at).padStart(2, "0")}Z,${1000 + at}.00,4000,4000,0,${at * 200},0`).join("\n")}\n`,
    "start/nf_conntrack_stat.txt":
      "entries insert_failed drop early_drop\n00000fa0 00000000 00000000 00000000\n",
    "end/nf_conntrack_stat.txt":
      "entries insert_failed drop early_drop\n00000fa0 00000000 000007d0 00000000\n",
    "start/uptime.txt": "1000.00 1.00\n",
    "end/uptime.txt": "1010.00 1.00\n",
  };
  const closed = (at: number): Row => ({
    ...live(at),
    state: "TIME_WAIT",
    left: (at * 7) % 120,
  });
  const metrics = (at: number): Row => ({
    protocol: "udp",
    left: at % 30,
    dst: "10.20.0.9",
    dport: 8125,
    sport: 20_000 + at,
    flag: "[UNREPLIED]",
  });
  const halfClosed = (at: number): Row => ({
    ...live(at),
    state: "CLOSE_WAIT",
    left: at % 60,
  });

  it("is explained by as many as make room for what was refused, too", async () => {
    const text =
      rows(1100, closed) + rows(1100, metrics) + rows(700, halfClosed) + rows(1100, live);
    const settings = { ...FULL, tcp_timeout_close_wait: 60 };
    const full = await analyzed(text, settings, SAMPLES);
    expect(full.demand!.low).toBeGreaterThan(4400);
    const named = full.findings.filter(({ verdict }) => isFound(verdict));
    expect(named.map(({ cause }) => cause).sort()).toEqual(["time-wait-churn", "udp-accumulation"]);
  });
});

describe("another network namespace", () => {
  const MESSAGE = "nf_conntrack: nf_conntrack: table full";
  const texts = (kernel: string, message: string, share: number) => ({
    "manifest.json": manifest(),
    "once/version.txt": `Linux version ${kernel} (build@host)\n`,
    "once/kernel-log.txt": `[   10.000000] Linux begins\n[ 1005.100000] ${message}, dropping packet\n`,
    "once/namespaces.txt": `netns count max pid comm\n4026532500 ${share * 4000} 4000 733 node\n`,
    "start/nf_conntrack_stat.txt":
      "entries insert_failed drop early_drop\n00000258 00000000 00000000 00000000\n",
    "end/nf_conntrack_stat.txt":
      "entries insert_failed drop early_drop\n00000258 00000000 00000000 00000000\n",
    "start/uptime.txt": "1000.00 1.00\n",
    "end/uptime.txt": "1010.00 1.00\n",
  });
  const found = async (...of: Parameters<typeof texts>) =>
    findingOf(await analyzed(rows(600, live), FULL, texts(...of)), "namespace-table-full");

  it("is not blamed for being the fullest of those with room", async () => {
    const finding = await found("6.1.0", MESSAGE, 0.01);
    expect(finding.verdict).toBe("confirmed");
    expect(finding.parties).toEqual([]);
    expect(commandsOf(finding)).toContain("lsns -t net");
  });

  it("is the one that the kernel's message names", async () => {
    const finding = await found("6.18.0", `${MESSAGE} in netns 4026532777`, 0.01);
    expect(finding.parties).toMatchObject([{ role: "namespace", address: "net:[4026532777]" }]);
    expect(commandsOf(finding).join("\n")).not.toContain("-t 733");
  });

  it("is the fullest where that is full", async () => {
    const finding = await found("6.1.0", MESSAGE, 1);
    expect(commandsOf(finding)).toEqual(["nsenter -t 733 -n conntrack -L | head"]);
  });
});

describe("DNS answers without questions", () => {
  const answer = (at: number): Row => ({
    protocol: "udp",
    left: at % 30,
    src: peer(at),
    dst: "198.51.100.9",
    sport: 53,
    dport: 2000 + at,
    replySport: 2000 + at,
    flag: "[UNREPLIED]",
  });
  const advice = async (raw: string): Promise<string> => {
    const files = {
      "once/iptables-save.txt": `*raw\n:PREROUTING ACCEPT [0:0]\n${raw}COMMIT\n`,
    };
    const analysis = await analyzed(rows(3400, answer) + rows(600, live), FULL, files);
    const finding = findingOf(analysis, "half-notrack-dns");
    return finding.remedies.map(({ title }) => title).join("\n");
  };

  it("are filtered before the host where no rule keeps questions out of the table", async () => {
    expect(await advice("")).toContain("nobody asked for");
    const rule = "-A PREROUTING -d 10.0.0.10/32 -p udp -m udp --dport 53 -j NOTRACK\n";
    expect(await advice(rule)).not.toContain("nobody asked for");
  });
});

it("attempts whose answers come by another way are no flood: their packets fit no connection", async () => {
  const attempt = (at: number): Row => ({
    state: "SYN_SENT",
    left: at % 120,
    src: peer(at),
    dst: "198.51.100.80",
    dport: 443,
    sport: 2000 + at,
    flag: "[UNREPLIED]",
  });
  const text = rows(2800, attempt) + rows(1200, live);
  const counted = (invalid: string) => ({
    "start/nf_conntrack_stat.txt":
      "entries invalid insert_failed drop early_drop\n00000fa0 00000000 00000000 00000000 00000000\n",
    "end/nf_conntrack_stat.txt": `entries invalid insert_failed drop early_drop\n00000fa0 ${invalid} 00000000 00000000 00000000\n`,
    "start/uptime.txt": "1000.00 1.00\n",
    "end/uptime.txt": "1010.00 1.00\n",
  });
  const verdict = async (invalid: string) =>
    findingOf(await analyzed(text, FULL, counted(invalid)), "syn-flood").verdict;
  expect(await verdict("00000000")).toBe("likely");
  expect(await verdict("00002000")).toBe("ruled-out");
});

it("a Service that is called by its address is named once", () => {
  const name = "198.51.100.80:80/tcp";
  expect(offenderName({ name, service: name, entries: 1 })).toBe(name);
  expect(offenderName({ name, service: "shop/web:http", entries: 1 })).toBe(
    `shop/web:http (${name})`,
  );
});
