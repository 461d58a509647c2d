import { expect, test } from "vitest";
import { findingOf } from "./finding.ts";
import { leads } from "./leads.ts";

test("the node whose probes fill the table is named", async () => {
  const analysis = await leads("kubelet-probe-churn", /livenessProbe\.periodSeconds$/m);
  expect(findingOf(analysis, "kubelet-probe-churn").mechanism).toContain("10.244.0.1");
});
