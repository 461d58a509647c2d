import { beforeAll, describe, expect, it } from "vitest";
import { bundleOf } from "../causes/sample.ts";
import { build, conntriage } from "./built.ts";

beforeAll(build, 120_000);

const LOG = "[  100.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n";

describe("conntriage ask", () => {
  it("says in one line that nothing is open", async () => {
    const run = await conntriage(["ask", bundleOf("time-wait-churn")]);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/^# Nothing is open: .*\n$/);
    const list = await conntriage(["ask", bundleOf("time-wait-churn"), "-f", "json"]);
    expect(JSON.parse(list.stdout)).toEqual([]);
  });
  it("prints a script that says why it asks, and the same as a list", async () => {
    const run = await conntriage(["ask", "-"], LOG);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/^# the state: how many entries/m);
    expect(run.stdout).toMatch(/\n\) <\/dev\/null 2>&1\n$/);
    const list = JSON.parse((await conntriage(["ask", "-", "-f", "json"], LOG)).stdout);
    for (const { command, why } of list) {
      expect(why).not.toBe("");
      expect(run.stdout).toContain(command.split("$x")[0].split("'")[0]);
    }
  });
  it("ends with 3 where there is nothing that is known", async () => {
    const run = await conntriage(["ask", "-"], "hello\n");
    expect([run.code, run.stdout]).toEqual([3, ""]);
  });
});
