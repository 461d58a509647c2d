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

test("the missing rule is named, and nothing of routes", async () => {
  const analysis = await analyzeSample("half-notrack");
  expect(analysis.findings[0]!.cause).toBe("half-notrack");
  expect(commandsOf(analysis, "half-notrack")).toContain(
    "iptables -t raw -I PREROUTING -p tcp -s 10.244.2.82 --sport 8080 -j NOTRACK",
  );
  expect(isFound(analysis, "asymmetric-path")).toBe(false);
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
