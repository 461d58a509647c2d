import { expect, test } from "vitest";
import { analyzeSample, commandsOf, findingOf } from "./items.ts";

test("a flood has a narrow limit at the address and port that it goes to, and a way back", async () => {
  const analysis = await analyzeSample("syn-flood");
  expect(analysis.findings[0]!.cause).toBe("syn-flood");
  expect(commandsOf(analysis, "syn-flood")).toContain(
    "-I PREROUTING -p tcp -d 203.0.113.10 --dport 443 --syn",
  );
  const { remedies } = findingOf(analysis, "syn-flood");
  const limit = remedies.find(({ commands }) => commands.some((one) => one.includes("hashlimit")));
  expect(limit?.undo).toContain("-D PREROUTING");
  expect(findingOf(analysis, "syn-flood").parties[0]).toMatchObject({
    role: "destination",
    address: "203.0.113.10",
    port: 443,
    protocol: "tcp",
  });
});
