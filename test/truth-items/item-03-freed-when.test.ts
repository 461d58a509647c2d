import { expect, test } from "vitest";
import { analyzeSample, commandsOf, findingOf, textOf } from "./items.ts";

test.each(["connection-leak", "established-timeout-long"])(
  "%s: a timeout never frees what is idle; a narrow deletion and the limit stand before it",
  async (id) => {
    const analysis = await analyzeSample(id);
    const { remedies } = findingOf(analysis, id);
    const timeout = remedies.find(({ title }) => title.includes("timeout_established"))!;
    expect(timeout.frees).toMatchObject({ when: "never" });
    expect(timeout.frees!.withinSeconds).toBeGreaterThan(3_600);
    expect(textOf(analysis)).toContain(
      "entries early: without another packet they keep their old timeout",
    );
    expect(remedies[0]!.commands[0]).toContain("nf_conntrack_max");
    expect(remedies[0]!.frees).toMatchObject({ when: "at once" });
  },
);

test("the deletion names the party alone, and acts at once", async () => {
  const analysis = await analyzeSample("connection-leak");
  const { remedies, entries } = findingOf(analysis, "connection-leak");
  const deletion = remedies.find(({ commands }) => commands[0]?.startsWith("conntrack -D"))!;
  expect(deletion.commands).toEqual([
    "conntrack -D -p tcp --orig-dst 10.96.129.5 --orig-port-dst 5432 --state ESTABLISHED",
  ]);
  expect(deletion.frees).toMatchObject({ when: "at once", entries });
});

test("no deletion is advised where nobody holds a part worth naming", async () => {
  const analysis = await analyzeSample("connection-leak", {
    rows: " ESTABLISHED ",
    rewrite: "src=\\S+ dst=10.96.129.5 ",
    by: "src=10.244.{0..9/250}.{1..250} dst=10.96.{0..9/250}.{1..250} ",
  });
  expect(commandsOf(analysis, "connection-leak")).not.toContain("conntrack -D");
});
