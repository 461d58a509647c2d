import { expect, test } from "vitest";
import { findingOf } from "./finding.ts";
import { leads } from "./leads.ts";

test("chains of kube-proxy that nobody keeps are told, and no endpoint of theirs is called gone", async () => {
  const analysis = await leads("leftover-rules", /^kube-proxy --cleanup$/m);
  for (const id of ["stale-endpoints", "udp-black-hole"])
    expect(findingOf(analysis, id).verdict).toBe("ruled-out");
});
