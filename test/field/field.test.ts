import { describe, expect, test } from "vitest";
import { CAUSES } from "../../src/causes/index.ts";
import { DISAGREEMENTS } from "./disagreements.ts";
import { DOCUMENTS } from "./documents.ts";
import { DUMPS } from "./dumps.ts";
import { EXCERPTS } from "./excerpts.ts";
import { EXPORTERS } from "./exporters.ts";
import { EXPORTS } from "./exports.ts";
import { FORMS } from "./forms.ts";
import { misses } from "./judge.ts";
import { LOGS } from "./logs.ts";
import { MACHINES } from "./machines.ts";
import { MESSAGES } from "./messages.ts";
import { NAMESPACES } from "./namespaces.ts";
import { OUTPUTS } from "./outputs.ts";
import { PAIRS } from "./pairs.ts";
import { REFUSALS } from "./refusals.ts";
import { SCREENS } from "./screens.ts";
import { SETTINGS } from "./settings.ts";
import { SUBJECTS } from "./subjects.ts";
import { TICKETS } from "./tickets.ts";
import { WHOSE } from "./whose.ts";
import { WRAPPED } from "./wrapped.ts";

const KINDS = {
  FORMS,
  OUTPUTS,
  SETTINGS,
  LOGS,
  MACHINES,
  MESSAGES,
  PAIRS,
  DUMPS,
  EXCERPTS,
  EXPORTERS,
  EXPORTS,
  TICKETS,
  REFUSALS,
  SUBJECTS,
  WHOSE,
  NAMESPACES,
  DISAGREEMENTS,
  DOCUMENTS,
  WRAPPED,
  SCREENS,
};

describe.each(Object.entries(KINDS))("%s", (_, cases) => {
  test.each(cases)("$name: $why", async (one) => {
    expect(await misses(one), `${one.name}: ${one.why}`).toEqual([]);
  });
});

test("every case has a name of its own, and names causes that there are", () => {
  const all = Object.values(KINDS).flat();
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  const known = new Set<string>(CAUSES.map(({ id }) => id));
  const named = all.flatMap(
    ({ expect: { found = [], absent = [], atMost = [], noCause = [] } }) => [
      ...found,
      ...absent,
      ...atMost,
      ...noCause,
    ],
  );
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});

test("what does not hold is told", async () => {
  const [one] = FORMS;
  const wrong = { state: ["healthy"], count: 1, found: ["mtu"], says: [/nowhere/] } as const;
  expect(await misses({ ...one!, expect: wrong })).toEqual([
    "the state is critical, not healthy",
    "count is 64911, not 1",
    expect.stringMatching(/^mtu is (unknown|ruled-out)$/),
    "does not say /nowhere/",
  ]);
});
