/** Protocols other than TCP, UDP and ICMP: by name where the kernel knows them, else by their number. */
import { expect, test } from "vitest";
import { analyzeTexts, manifest, sysctls, valueFor } from "./in-memory.ts";

const row = (protocol: string, left: string, host: number, more = ""): string =>
  `${protocol} ${left} src=10.0.0.1 dst=10.1.${host >> 8}.${host & 255} ${more}src=10.1.${host >> 8}.${host & 255} dst=10.0.0.1 ${more}mark=0 use=1\n`;
const many = (count: number, one: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join("");

const ESP = many(90, (at) => row("unknown  50", "599", at));
const OSPF = many(4, (at) => row("unknown  89", "599", at));
const SCTP = many(60, (at) => row("sctp     132", "209 ESTABLISHED", at, "sport=7 dport=8 "));
const GRE = many(50, (at) => row("gre      47", "29", at, "srckey=0x1 dstkey=0x2 "));

test("what the kernel does not know is called by its number", async () => {
  const texts = { "dump/conntrack.txt": ESP + OSPF };
  expect(await valueFor("other.protocols", texts)).toBe("90 ESP, 4 OSPF");
  expect(await valueFor("other.main", texts)).toBe(50);
  const extended = many(5, (at) => `ipv4     2 ${row("unknown  143", "600", at)}`);
  expect(await valueFor("other.protocols", { "dump/conntrack.txt": extended })).toBe(
    "5 of protocol 143",
  );
});

test("what the kernel knows has its number as well", async () => {
  const texts = { "dump/conntrack.txt": SCTP + OSPF };
  expect(await valueFor("other.protocols", texts)).toBe("60 SCTP, 4 OSPF");
  expect(await valueFor("other.main", texts)).toBe(132);
});

test("of several no single one is the matter", async () => {
  const texts = { "dump/conntrack.txt": SCTP + GRE };
  expect(await valueFor("other.protocols", texts)).toBe("60 SCTP, 50 GRE");
  expect(await valueFor("other.main", texts)).toBe(null);
});

test("a table that one of them fills is told to keep it out, and no other", async () => {
  const { findings } = await analyzeTexts({
    "manifest.json": manifest(),
    "end/sysctl.txt": sysctls({ count: 94, max: 94, buckets: 94 }),
    "dump/conntrack.txt": ESP + OSPF,
  });
  expect(findings[0]).toMatchObject({ cause: "generic-protocol" });
  const commands = findings[0]!.remedies.flatMap((remedy) => remedy.commands);
  expect(commands).toContain("iptables -t raw -I PREROUTING -p 50 -j NOTRACK");
  expect(commands.filter((command) => command.startsWith("conntrack -L | awk"))).toEqual([]);
});
