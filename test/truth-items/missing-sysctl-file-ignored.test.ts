import { expect, test } from "vitest";
import { leads } from "./leads.ts";

test("a file whose limit is not in force, without kube-proxy to blame", async () => {
  const analysis = await leads(
    "sysctl-file-ignored",
    /^sysctl -w net\.netfilter\.nf_conntrack_max=1048576$/m,
  );
  expect(analysis.state).toBe("healthy");
});
