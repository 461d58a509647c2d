import { expect, test } from "vitest";
import { analyzeFull, analyzeSample, isFound, live, rowsOf, verdictOf } from "./items.ts";

const ID = "unacknowledged-tcp";

test("open connections whose packets nobody acknowledges are a fault of their other end, not of the limit", async () => {
  const analysis = await analyzeSample(ID);
  expect(analysis.findings[0]!.cause).toBe(ID);
  expect(verdictOf(analysis, "table-too-small")).toBe("ruled-out");
  expect(analysis.notes.join("\n")).not.toContain("had no packet for a while");
});

/** Closed by a client whose server never acknowledged the FIN. */
const closing = (n: number): string =>
  `tcp      6 ${20 + (n % 100)} FIN_WAIT src=10.244.1.${n % 200} dst=10.96.0.7 sport=${20_000 + n} dport=443 src=10.244.9.9 dst=10.244.1.${n % 200} sport=8443 dport=${20_000 + n} [ASSURED] mark=0 use=1`;

test("so are closed ones whose FIN was not acknowledged, with whom they went to", async () => {
  const rows = [...rowsOf(1200, closing), ...rowsOf(800, live)];
  const analysis = await analyzeFull(rows);
  expect(analysis.findings[0]!.cause).toBe(ID);
  expect(analysis.summary).toContain("10.96.0.7:443/tcp");
});

test("streams have data under way at any time: with a packet just now they are in use", async () => {
  const rows = rowsOf(2000, (n) => live(n).replace(/ 863\d\d /, ` ${300 - (n % 10)} `));
  const analysis = await analyzeFull(rows);
  expect(verdictOf(analysis, ID)).toBe("ruled-out");
  expect(isFound(analysis, "table-too-small")).toBe(true);
});

test("under a timeout of minutes nothing tells them, and that is said", async () => {
  const rows = rowsOf(2000, (n) => live(n).replace(/ 863\d\d /, ` ${n % 300} `));
  const analysis = await analyzeFull(rows, {}, { tcp_timeout_established: 300 });
  expect(verdictOf(analysis, ID)).toBe("unknown");
  expect(isFound(analysis, "table-too-small")).toBe(true);
});
