import { expect, test } from "vitest";
import { analyzeFull, findingOf, live, rowsOf, textOf } from "./items.ts";

const gre = (n: number) =>
  `gre      47 ${n % 180} src=10.0.${n % 200}.1 dst=203.0.113.${n % 250} srckey=0x${n} dstkey=0x${n} src=203.0.113.${n % 250} dst=10.0.${n % 200}.1 srckey=0x${n} dstkey=0x${n} [ASSURED] mark=0 use=1`;
const other = (n: number) =>
  `unknown  99 ${n % 600} src=10.0.${n % 200}.1 dst=203.0.113.${n % 250} [UNREPLIED] src=203.0.113.${n % 250} dst=10.0.${n % 200}.1 mark=0 use=1`;
const settings = { gre_timeout_stream: 180, generic_timeout: 600 };

test("GRE is known, and waits under a timeout of its own", async () => {
  const analysis = await analyzeFull([...rowsOf(700, gre), ...rowsOf(300, live)], {}, settings);
  const { remedies } = findingOf(analysis, "generic-protocol");
  const titles = remedies.map(({ title }) => title).join("; ");
  expect(titles).toContain("nf_conntrack_gre_timeout_stream");
  expect(titles).not.toContain("generic_timeout");
  expect(textOf(analysis)).toContain("by protocol: `700 GRE`");
});

test("what the kernel does not know waits under the generic one", async () => {
  const analysis = await analyzeFull([...rowsOf(700, other), ...rowsOf(300, live)], {}, settings);
  const { remedies } = findingOf(analysis, "generic-protocol");
  const titles = remedies.map(({ title }) => title).join("; ");
  expect(titles).toContain("nf_conntrack_generic_timeout");
  expect(titles).not.toContain("gre_timeout");
  expect(textOf(analysis)).toContain("by protocol: `700 of protocol 99`");
});
