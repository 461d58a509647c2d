import { expect, test } from "vitest";
import { findingOf } from "./finding.ts";
import { leads } from "./leads.ts";

test("a server of weight 0 that keeps its connections is named with its Service", async () => {
  const analysis = await leads(
    "ipvs-stale-server",
    /^ipvsadm --delete-server --tcp-service 10\.96\.66\.40:6379 --real-server 10\.244\.2\.151:6379$/m,
  );
  expect(findingOf(analysis, "ipvs-stale-server").parties).toMatchObject([
    { role: "destination", address: "10.96.66.40", port: 6379 },
    { role: "endpoint", address: "10.244.2.151", port: 6379 },
  ]);
});
