import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("a pod whose accept queue is full is named, by a process within", async () => {
  const said = await saidOf("namespace-fault");
  expect(said.findings[0]!.cause).toBe("namespace-fault");
  const found = findingIn(said, "namespace-fault");
  expect(found.verdict).toBe("confirmed");
  expect(found.parties).toMatchObject([{ role: "namespace", address: "4026532454-4624-api" }]);
  expect(found.remedies[0]!.commands[0]).toContain("nsenter -t 4624 -n ss -ltnp");
});
