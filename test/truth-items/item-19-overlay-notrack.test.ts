import { expect, test } from "vitest";
import { analyzeSample, findingOf } from "./items.ts";

test("the tunnel's rules name the port in use and this host's address, and can be undone", async () => {
  const { remedies } = findingOf(await analyzeSample("overlay-tracked"), "overlay-tracked");
  const rule = remedies.find(({ title }) => title.startsWith("Keep the tunnel"))!;
  expect(rule.commands).toHaveLength(2);
  for (const command of rule.commands) {
    expect(command).toMatch(/ -[ds] \d+\.\d+\.\d+\.\d+ --dport (?:4789|8472|6081) -j NOTRACK$/);
    expect(command).not.toContain("multiport");
  }
  expect(rule.undo).toContain("-t raw -D PREROUTING");
  expect(rule.risk).toMatch(/checksum/);
});
