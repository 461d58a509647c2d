import { expect, test } from "vitest";
import { leads } from "./leads.ts";

test("ports used again under conn_reuse_mode on a kernel that delays them", async () => {
  const analysis = await leads("ipvs-port-reuse", /^sysctl -w net\.ipv4\.vs\.conn_reuse_mode=0$/m);
  expect(analysis.state).toBe("healthy");
});
