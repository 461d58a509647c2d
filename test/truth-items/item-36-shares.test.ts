import { expect, test } from "vitest";
import { analyzeSample, plainTextOf } from "./items.ts";

/** The shares in the rows of the table's uses. */
const sharesIn = (text: string): number[] =>
  [...text.split("Evidence")[0]!.matchAll(/^ +[\d,]+ +([\d.]+) % /gm)].map(([, share]) =>
    Number(share),
  );

test.each(["stale-endpoints", "table-too-small", "ovs-zones", "udp-accumulation"])(
  "%s: the shares of the uses add up to 100 %%",
  async (id) => {
    const shares = sharesIn(plainTextOf(await analyzeSample(id)));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 6);
  },
);

test("a cause that another one brings about is told so, where it holds more of the same entries", async () => {
  const { findings, summary } = await analyzeSample("probe-churn");
  expect(findings.map(({ cause, broughtAboutBy }) => [cause, broughtAboutBy]).slice(0, 2)).toEqual([
    ["probe-churn", null],
    ["time-wait-churn", "probe-churn"],
  ]);
  expect(summary).toContain("which that brings about");
});
