/** UDP entries that lead nowhere lose what their clients send, at any use of the table. */
import { describe, expect, it } from "vitest";
import type { Row, service } from "../attribution/rows.ts";
import { analyzed, commandsOf, findingOf, rows, rulesOf } from "./support.ts";

const DNS: Parameters<typeof service> = [
  "kube-system/kube-dns:dns",
  "-d 10.96.0.10/32 --dport 53",
  ["10.244.0.3:53", "10.244.0.4:53"],
  "udp",
];
const RULES = { "once/iptables-save.txt": rulesOf(DNS) };
const ask = (at: number, replySrc: string, more: Partial<Row> = {}): Row => ({
  protocol: "udp",
  src: `10.244.3.${at}`,
  dst: "10.96.0.10",
  dport: 53,
  sport: 30_000 + at,
  replySrc,
  left: 29,
  flag: "[UNREPLIED]",
  ...more,
});
const found = async (dump: string, others: Record<string, string> = RULES) =>
  findingOf(await analyzed(dump, {}, others), "udp-black-hole");

describe("UDP entries that lead nowhere", () => {
  it("to an endpoint that left the rules are found in a nearly empty table", async () => {
    const finding = await found(
      rows(100, (at) => ask(at, at < 5 ? "10.244.9.9" : "10.244.0.3", at < 5 ? {} : { flag: "" })),
    );
    expect(finding).toMatchObject({ verdict: "confirmed", entries: 5 });
    expect(commandsOf(finding)[0]).toBe(
      "conntrack -D -p udp --orig-dst 10.96.0.10 --orig-port-dst 53 --reply-src 10.244.9.9 --reply-port-src 53",
    );
    expect(finding.parties).toMatchObject([
      { role: "destination", address: "10.96.0.10", port: 53, protocol: "udp" },
      { role: "endpoint", address: "10.244.9.9", port: 53 },
    ]);
    expect(finding.remedies[0]!.frees).toMatchObject({ entries: 5, when: "at once" });
  });

  it("made before the rule was are found by the Service's own address as their reply source", async () => {
    const finding = await found(rows(3, (at) => ask(at, "10.96.0.10")));
    expect(finding).toMatchObject({ verdict: "confirmed", entries: 3 });
    expect(commandsOf(finding)[0]).toContain("--reply-src 10.96.0.10 ");
  });

  it("are not those of a cache on the node, whose packets a rule keeps out of the table", async () => {
    const cache = `${RULES["once/iptables-save.txt"]}*raw\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -s 10.96.0.10/32 -p udp -m udp --sport 53 -j NOTRACK\nCOMMIT\n`;
    const dump = rows(3, (at) => ask(at, "10.96.0.10"));
    expect((await found(dump, { "once/iptables-save.txt": cache })).verdict).toBe("ruled-out");
  });

  it("are not those to a pod that the API still lists", async () => {
    const pods =
      "kube-system   coredns-0   1/1   Terminating   0   5d   10.244.9.9   worker-2   <none>   <none>\n";
    const dump = rows(3, (at) => ask(at, "10.244.9.9"));
    expect((await found(dump, { ...RULES, "once/pods.txt": pods })).verdict).toBe("ruled-out");
  });

  it("are only possible where a single one was seen, as of a pod that ends just now", async () => {
    expect((await found(rows(1, (at) => ask(at, "10.244.9.9")))).verdict).toBe("possible");
  });

  it("of TCP are no such fault", async () => {
    const tcp = rows(3, (at) => ask(at, "10.244.9.9", { protocol: "tcp", left: 9, flag: "" }));
    expect((await found(tcp)).verdict).toBe("ruled-out");
  });

  it("are unknown without rules", async () => {
    expect(
      (
        await found(
          rows(3, (at) => ask(at, "10.244.9.9")),
          {},
        )
      ).verdict,
    ).toBe("unknown");
  });
});
