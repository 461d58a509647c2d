import { expect, test } from "vitest";
import {
  analyzeFull,
  analyzeSample,
  commandsOf,
  findingOf,
  isFound,
  live,
  rowsOf,
} from "./items.ts";

const MISSING = "iptables -t raw -I PREROUTING -p tcp -s 10.244.2.82 --sport 8080 -j NOTRACK";

test("the missing rule is named, and nothing of routes", async () => {
  const elsewhere = (replace: string, text: string) => ({ replace, text, by: "10.244.2.99:8080" });
  const analysis = await analyzeSample(
    "half-notrack",
    elsewhere("once/iptables-save.txt", "10.244.2.82:8080"),
    elsewhere("once/nft-ruleset.txt", "10.244.2.82:8080"),
  );
  expect(analysis.findings[0]!.cause).toBe("half-notrack");
  expect(commandsOf(analysis, "half-notrack")).toContain(MISSING);
  expect(isFound(analysis, "asymmetric-path")).toBe(false);
});

test("answers of a Service's endpoint stay tracked: untracked they would not be translated back", async () => {
  const analysis = await analyzeSample("half-notrack");
  expect(commandsOf(analysis, "half-notrack")).not.toContain(MISSING);
  expect(commandsOf(analysis, "half-notrack")).toContain("sed 's/^-A/iptables -t raw -D/'");
  const dns = commandsOf(await analyzeSample("half-notrack-dns"), "half-notrack-dns");
  expect(dns).not.toContain("--sport 53 -j NOTRACK");
  expect(dns).toContain("sed 's/^-A/iptables -t raw -D/'");
});

test("with both rules there is no half, and the path is to blame", async () => {
  const analysis = await analyzeSample("half-notrack", {
    add: "once/iptables-save.txt",
    lines: ["*raw", "-A OUTPUT -p tcp -m tcp -s 10.244.2.82/32 --sport 8080 -j NOTRACK", "COMMIT"],
  });
  expect(isFound(analysis, "half-notrack")).toBe(false);
  expect(isFound(analysis, "asymmetric-path")).toBe(true);
});

test("the other half, of IPv6: questions are tracked and answers are not", async () => {
  const question = (n: number) =>
    `tcp      6 90 SYN_SENT src=fd00::${(n % 90) + 1} dst=fd00:9::5 sport=${1_024 + n} dport=9000 [UNREPLIED] src=fd00:9::5 dst=fd00::${(n % 90) + 1} sport=9000 dport=${1_024 + n} mark=0 use=1`;
  const analysis = await analyzeFull([...rowsOf(1_500, question), ...rowsOf(500, live)], {
    "once/iptables-save.txt":
      "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp -s fd00:9::5/128 --sport 9000 -j NOTRACK\nCOMMIT\n",
  });
  expect(findingOf(analysis, "half-notrack").entries).toBe(1_500);
  expect(commandsOf(analysis, "half-notrack")).toContain(
    "ip6tables -t raw -I PREROUTING -p tcp -d fd00:9::5 --dport 9000 -j NOTRACK",
  );
});
