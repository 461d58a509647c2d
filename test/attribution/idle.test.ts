import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribution/attribute.ts";
import { collectServices } from "../../src/attribution/services.ts";
import { analyzeTexts, manifest, readSignal, sysctls } from "../signals/in-memory.ts";
import { dump, table, usesOf } from "./rows.ts";

const noServices = collectServices([]);
/** Rows with this many seconds left, ASSURED as idle connections are. */
const leaving = (...left: number[]) =>
  dump(...left.map((one) => ({ left: one, flag: "[ASSURED]" as const })));
const idleOf = (text: string, timeout: number | null, borders?: readonly [number, number]) =>
  attribute([table(text, borders)], noServices, timeout);
const bordersOf = (timeout: number) => [timeout - 3600, Number.POSITIVE_INFINITY] as const;

describe("idle: no packet for over an hour, by timeout − remaining", () => {
  it.each([86_400, 432_000])("is exact at %i − 3600 by the usual borders", (timeout) => {
    const border = timeout - 3600;
    const result = idleOf(leaving(301, border - 1, border, border + 1, timeout), timeout);
    expect(usesOf(result)).toEqual({ "idle-established": 2, established: 3 });
    expect(result.idleKnown).toBe(true);
  });

  it.each([7200, 86_400, 432_000, 98_765, 3902])(
    "is exact at %i − 3600 given as a border",
    (timeout) => {
      const border = timeout - 3600;
      const result = idleOf(leaving(border - 1, border, border + 1), timeout, bordersOf(timeout));
      expect(usesOf(result)).toEqual({ "idle-established": 1, established: 2 });
      expect(result.idleKnown).toBe(true);
    },
  );

  it("is never said under a timeout of an hour or less", () => {
    for (const timeout of [3900, 3600, 600]) {
      const result = idleOf(leaving(0, 1, timeout), timeout);
      expect(usesOf(result)).toEqual({ established: 3 });
      expect(result.idleKnown).toBe(true);
    }
  });

  it("is unknown without the timeout, not none", () => {
    const result = idleOf(leaving(10, 86_000), null);
    expect(result.idleKnown).toBe(false);
    expect(usesOf(result)).toEqual({ established: 2 });
  });

  it("is unknown when the dump was counted by the borders of another timeout", () => {
    expect(idleOf(leaving(1000), 7200).idleKnown).toBe(false);
    expect(idleOf(leaving(1000), 100_000).idleKnown).toBe(false);
  });

  it("is not said of what the kernel gives 300 s: unacknowledged data, retransmissions", () => {
    const result = idleOf(leaving(0, 299, 300, 301), 86_400);
    expect(usesOf(result)).toEqual({ "idle-established": 1, established: 3 });
  });

  it("takes the row's own state: a one-way ESTABLISHED is not idle", () => {
    const text = dump({ left: 10, flag: "[UNREPLIED]" });
    expect(usesOf(idleOf(text, 86_400))).toEqual({ "one-way-established": 1 });
  });
});

describe("in a bundle", () => {
  const dumped = { "dump/conntrack-L-ipv4.txt.gz": leaving(3599, 3600, 3601) };
  const settings = { "end/sysctl.txt": sysctls({ tcp_timeout_established: 7200 }) };

  it("the timeout of its sysctls sets the border before the dump is read", async () => {
    const texts = { ...settings, ...dumped };
    expect(await readSignal("use.idle-established.entries", texts)).toMatchObject({ value: 1 });
  });

  it("an odd timeout that stands behind the dump leaves idle entries unknown", async () => {
    const texts = { ...dumped, ...settings };
    expect(await readSignal("use.idle-established.entries", texts)).toMatchObject({ value: null });
  });

  it("without sysctls no leak is judged", async () => {
    const analysis = await analyzeTexts({ "manifest.json": manifest(), ...dumped });
    const leak = analysis.findings.find(({ cause }) => cause === "connection-leak");
    expect(leak?.verdict).toBe("unknown");
    expect(leak?.entries).toBeNull();
  });
});
