import { expect, test } from "vitest";
import { findingIn, saidOf } from "./said-of.ts";

test("what the node's own counters rule out is ruled out in its namespace alone", async () => {
  const said = await saidOf("healthy");
  for (const cause of ["listen-queue-overflow", "syn-cookies", "mtu", "reverse-path-filter"]) {
    const against = findingIn(said, cause).evidence.filter(({ role }) => role === "requires");
    expect(against.map(({ title }) => title)[0], cause).toMatch(/, in this network namespace$/);
  }
  // one table and one memory for all of them
  const [shared] = findingIn(said, "expectation-table-full").evidence;
  expect(shared!.title).not.toContain("namespace");
});

test("the counters of a pod's namespace are a subject, with a verdict of its own", async () => {
  const { subjects } = await saidOf("namespace-fault");
  expect(subjects).toMatchObject([
    { namespace: null, state: "healthy", primary: "namespace-fault" },
    {
      namespace: "4026532454-4624-api",
      state: "healthy",
      count: 140,
      max: 5000,
      primary: "listen-queue-overflow",
    },
  ]);
});
