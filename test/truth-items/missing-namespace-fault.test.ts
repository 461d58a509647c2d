import { expect, test } from "vitest";
import type { Row } from "../attribution/rows.ts";
import { findingIn, saidOf } from "./said-of.ts";
import { analyzed, rows, rulesOf } from "./support.ts";

test("a pod whose accept queue is full is named, by a process within", async () => {
  const said = await saidOf("namespace-fault");
  expect(said.findings[0]!.cause).toBe("namespace-fault");
  const found = findingIn(said, "namespace-fault");
  expect(found.verdict).toBe("confirmed");
  expect(found.parties).toMatchObject([{ role: "namespace", address: "4026532454-4624-api" }]);
  expect(found.remedies[0]!.commands[0]).toContain("nsenter -t 4624 -n ss -ltnp");
});

test("an entry that a mesh's rule leads to a port of the namespace's own is no fault", async () => {
  const tcp = (left: number): Row => ({
    left,
    src: "10.7.0.1",
    dst: "10.96.0.20",
    dport: 80,
    flag: "[ASSURED]",
  });
  const service = rulesOf([
    "shop/web:http",
    "-d 10.96.0.20/32 -p tcp -m tcp --dport 80",
    ["10.244.1.7:8080"],
  ]);
  const rules = (mesh: string) => service.replace("COMMIT", `${mesh}COMMIT`);
  const found = async (mesh: string) =>
    (
      await analyzed(
        rows(60, (at) => ({
          ...tcp(60_000),
          sport: 30_000 + at,
          replySrc: "10.0.0.11",
          replySport: 15_001,
        })),
        { max: 60 },
        { "once/iptables-save.txt": rules(mesh) },
      )
    ).findings.find(({ cause }) => cause === "stale-endpoints")!.verdict;
  expect(await found("")).not.toBe("ruled-out");
  expect(await found("-A PREROUTING -p tcp -j REDIRECT --to-ports 15001\n")).toBe("ruled-out");
});
