import { expect, test } from "vitest";
import type { Edit } from "../truth/edit-kinds.ts";
import { findingIn, saidOf } from "./said-of.ts";

const CAUSE = "cloud-allowance";
const of = (name: string, by: number): Edit[] => [
  { rise: "ethtool-S-eth0.txt", name: "conntrack_allowance_exceeded", by: 0 },
  { rise: "ethtool-S-eth0.txt", name: `${name}_allowance_exceeded`, by },
];

test("a packet that waited for bandwidth is no fault", async () => {
  expect(findingIn(await saidOf(CAUSE, of("bw_out", 1)), CAUSE).verdict).toBe("ruled-out");
});

test("each allowance has remedies of its own, and its interface is named", async () => {
  const titles = async (name: string, by: number) => {
    const found = findingIn(await saidOf(CAUSE, of(name, by)), CAUSE);
    expect(found.verdict).toBe("confirmed");
    expect(found.parties).toMatchObject([{ role: "interface", address: "eth0" }]);
    return found.remedies.map(({ title }) => title.split(" ").slice(0, 2).join(" "));
  };
  const larger = "Move to";
  expect(await titles("conntrack", 243)).toEqual(["Let the", "Lower the", larger]);
  expect(await titles("linklocal", 243)).toEqual(["Run NodeLocal", larger]);
  expect(await titles("pps", 2430)).toEqual([larger]);
});
