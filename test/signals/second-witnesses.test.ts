import { describe, expect, it } from "vitest";
import { dump, type Row, service } from "../attribution/rows.ts";
import { analyzeTexts, manifest, readSignal, sysctls, valueFor } from "./in-memory.ts";

const snmp = (fails: number) => `Ip: FragOKs FragFails\nIp: 0 ${fails}\n`;
const snmp6 = (fails: number) => `Ip6InReceives 100\nIp6FragFails ${fails}\n`;

describe("packets too large for the next link", () => {
  it("are those of IPv4 and IPv6 together", async () => {
    const texts = { "start/snmp.txt": snmp(1), "end/snmp.txt": snmp(5) };
    expect(await valueFor("ip.fragmentFailures", texts)).toBe(4);
    const both = { ...texts, "start/snmp6.txt": snmp6(10), "end/snmp6.txt": snmp6(17) };
    expect(await valueFor("ip.fragmentFailures", both)).toBe(11);
  });

  it("are those of which the sender was told: of 182 fragments that found no queue nobody was", async () => {
    const icmp = (told: number) => `Icmp: InMsgs OutDestUnreachs\nIcmp: 0 ${told}\n`;
    const failed = (told: number) => ({
      "start/snmp.txt": snmp(168) + icmp(20),
      "end/snmp.txt": snmp(350) + icmp(20 + told),
    });
    expect(await valueFor("ip.fragmentFailures", failed(0))).toBe(0);
    expect(await valueFor("ip.fragmentFailures", failed(182))).toBe(182);
  });

  it("are told by IPv6 alone, too, but their absence is not", async () => {
    const texts = { "start/snmp6.txt": snmp6(10), "end/snmp6.txt": snmp6(17) };
    expect(await readSignal("ip.fragmentFailures", texts)).toEqual({
      value: 7,
      place: { entry: "b/end/snmp6.txt", line: 2 },
    });
    const none = { "start/snmp6.txt": snmp6(10), "end/snmp6.txt": snmp6(10) };
    expect(await readSignal("ip.fragmentFailures", none)).toMatchObject({ wants: "netstat" });
  });
});

describe("local ports that are taken", () => {
  const range = "net.ipv4.ip_local_port_range = 1000 1999\n";
  // ss calls closed what is not bound, so that 700 - 300 are
  const ss = "Total: 9\nTCP:   700 (estab 350, closed 300, orphaned 0, timewait 100)\n";

  it("are counted by ss -s where /proc/net/sockstat is missing", async () => {
    const texts = { "end/sysctl.txt": range, "once/ss-s.txt": ss };
    expect(await valueFor("ports.share", texts)).toBe(0.5);
  });

  it("are those of /proc/net/sockstat where it is there", async () => {
    const sockstat = "sockets: used 9\nTCP: inuse 100 orphan 0 tw 100 alloc 100 mem 1\n";
    const texts = { "end/sysctl.txt": range, "once/ss-s.txt": ss, "end/sockstat.txt": sockstat };
    expect(await valueFor("ports.share", texts)).toBe(0.2);
  });
});

describe("an endpoint that no rule names", () => {
  const served: Row = { replySrc: "10.244.9.9", replySport: 8080, left: 86_000, flag: "[ASSURED]" };
  const rules = service("shop/cart:http", "-d 10.96.0.20/32 --dport 80", ["10.244.1.7:8080"]);
  const texts = {
    "manifest.json": manifest(),
    "end/sysctl.txt": sysctls({ max: 10, count: 5, tcp_timeout_established: 86_400 }),
    "once/iptables-save.txt": `*nat\n${rules.join("\n")}\nCOMMIT\n`,
  };
  const rows = { "dump/conntrack-L-ipv4.txt.gz": dump(...new Array<Row>(5).fill(served)) };
  const stale = async (lists: Record<string, string>) => {
    const { table } = await analyzeTexts({ ...texts, ...lists, ...rows });
    return table.uses.find(({ use }) => use === "stale-endpoint")?.entries ?? 0;
  };

  it("is gone unless the API lists it, as a pod's or as an endpoint's", async () => {
    expect(await stale({})).toBe(5);
    const slice = (address: string) => `shop cart-x IPv4 8080 ${address}\n`;
    expect(await stale({ "once/endpoints.txt": slice("10.244.1.7,10.244.9.9") })).toBe(0);
    expect(await stale({ "once/endpoints.txt": slice("10.244.1.7") })).toBe(5);
  });
});
