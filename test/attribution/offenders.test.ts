import { describe, expect, it } from "vitest";
import { attribute } from "../../src/attribution/attribute.ts";
import { flagsOf, topOfUses } from "../../src/attribution/offenders.ts";
import { collectServices } from "../../src/attribution/services.ts";
import { USE_NAMES } from "../../src/attribution/use-ids.ts";
import { CountingTable } from "../../src/parsers/conntrack-table/counting-table.ts";
import { attributed, dump, type Row, rules, service, table } from "./rows.ts";

const times = (n: number, row: Row): Row[] => new Array<Row>(n).fill(row);
const CART = service("shop/cart:http", "-d 10.96.0.20/32 --dport 80", [
  "10.244.1.7:8080",
  "10.244.1.8:8080",
]);

describe("who holds a use", () => {
  it("is named by destination with its Service, by endpoint and by source, the largest first", () => {
    const text = dump(
      ...times(3, {
        state: "TIME_WAIT",
        src: "10.244.3.1",
        replySrc: "10.244.1.7",
        replySport: 8080,
      }),
      ...times(2, { state: "TIME_WAIT", src: "10.244.3.2", dst: "10.9.9.9", dport: 443 }),
    );
    const use = attributed(text, [rules(...CART)]).uses["time-wait"];
    expect(use.entries).toBe(5);
    expect(use.destinationCount).toBe(2);
    expect(use.destinations).toEqual([
      { name: "10.96.0.20:80/tcp", service: "shop/cart:http", entries: 3 },
      { name: "10.9.9.9:443/tcp", service: null, entries: 2 },
    ]);
    expect(use.endpoints).toEqual([
      { name: "10.244.1.7:8080", service: null, entries: 3 },
      { name: "10.9.9.9:443", service: null, entries: 2 },
    ]);
    expect(use.sources).toEqual([
      { name: "10.244.3.1", service: null, entries: 3 },
      { name: "10.244.3.2", service: null, entries: 2 },
    ]);
  });

  it("is counted over all uses for the whole table, and by protocol", () => {
    const text = dump(
      ...times(2, { state: "TIME_WAIT", dport: 53 }),
      ...times(2, { state: "CLOSE", dport: 53 }),
      ...times(3, { protocol: "udp", dport: 53 }),
    );
    const result = attributed(text);
    expect(result.topDestinations[0]).toEqual({
      name: "10.96.0.20:53/tcp",
      service: null,
      entries: 4,
    });
    expect(result.topSources[0]).toEqual({ name: "10.244.1.2", service: null, entries: 7 });
  });

  it("writes IPv6 with brackets before a port", () => {
    const row = { src: "fd00::1", dst: "fd00::2", dport: 443, state: "TIME_WAIT" };
    const use = attributed(dump(row)).uses["time-wait"];
    expect(use.destinations[0]?.name).toBe("[fd00::2]:443/tcp");
    expect(use.sources[0]?.name).toBe("fd00::1");
  });

  it("is summed over the dumps of both address families", () => {
    const v4 = table(dump(...times(3, { state: "TIME_WAIT" })));
    const v6 = table(dump(...times(4, { state: "TIME_WAIT", src: "fd00::1", dst: "fd00::2" })));
    const result = attribute([v4, v6], collectServices([]), 86_400);
    expect(result.entries).toBe(7);
    expect(result.uses["time-wait"].entries).toBe(7);
    expect(result.uses["time-wait"].destinations.map(({ entries }) => entries)).toEqual([4, 3]);
    expect(result.topDestinations[0]?.entries).toBe(4);
  });

  it("is null in an empty table", () => {
    const result = attributed("");
    expect(result.topDestinations).toEqual([]);
    expect(result.topSources).toEqual([]);
    expect(result.snatFullest).toBeNull();
  });
});

describe("the top list", () => {
  it("keeps the largest of each use, in order, and counts them all", () => {
    const table = new CountingTable(3);
    const counts = [5, 1, 9, 5, 3, 7, 2, 8, 4, 6, 5, 9];
    for (const [port, entries] of counts.entries())
      table.add(1, port, 0, flagsOf(0, 0, false), entries);
    table.add(1, 1, 0, flagsOf(1, 0, false), 100);
    const taken: Record<string, { entries: number[]; distinct: number }> = {};
    topOfUses(table, (use, top, distinct) => {
      taken[use] = { entries: top.map(({ entries }) => entries), distinct };
    });
    expect(taken).toEqual({
      [USE_NAMES[0]!]: { entries: [9, 9, 8, 7, 6, 5, 5, 5, 4, 3], distinct: 12 },
      [USE_NAMES[1]!]: { entries: [100], distinct: 1 },
    });
  });
});

describe("a silent endpoint", () => {
  const to = (endpoint: string, more: Row): Row => ({
    replySrc: endpoint,
    replySport: 8080,
    state: "SYN_SENT",
    flag: "[UNREPLIED]",
    ...more,
  });

  it("is served by the rules and answered none of its connections", () => {
    const text = dump(
      ...times(4, to("10.244.1.7", {})),
      ...times(2, to("10.244.1.8", {})),
      to("10.244.1.8", { state: "ESTABLISHED", flag: "[ASSURED]" }),
    );
    expect(attributed(text, [rules(...CART)]).silentEndpoints).toEqual({
      endpoints: 1,
      entries: 4,
      top: [{ name: "10.244.1.7:8080", service: "shop/cart:http", entries: 4 }],
    });
  });

  it("stands before others that hold as many by its address, whatever order the rows are in", () => {
    const text = dump(to("10.244.1.8", {}), to("10.244.1.7", {}));
    const { top } = attributed(text, [rules(...CART)]).silentEndpoints;
    expect(top.map(({ name }) => name)).toEqual(["10.244.1.7:8080", "10.244.1.8:8080"]);
  });

  it("is none that the rules do not serve, nor one that nobody called", () => {
    const text = dump(...times(4, to("10.244.9.9", {})), {
      state: "SYN_SENT",
      flag: "[UNREPLIED]",
    });
    expect(attributed(text, [rules(...CART)]).silentEndpoints.endpoints).toBe(0);
  });
});

describe("source translation", () => {
  it("is told by the reply's destination, and counted by the destination behind it", () => {
    const out = { dst: "203.0.113.9", dport: 443, replyDst: "192.168.0.5", left: 86_000 };
    const text = dump(
      ...times(3, out),
      ...times(2, { ...out, dst: "203.0.113.10" }),
      ...times(9, { dst: "203.0.113.11", left: 86_000 }),
    );
    expect(attributed(text).snatFullest).toMatchObject({
      name: "203.0.113.9:443/tcp",
      service: null,
      entries: 3,
    });
  });

  it("tells UDP from TCP to the same port", () => {
    const out: Row = { dst: "203.0.113.9", dport: 53, replyDst: "192.168.0.5" };
    const text = dump(...times(2, { ...out, protocol: "udp" }), { ...out, left: 86_000 });
    expect(attributed(text).snatFullest?.name).toBe("203.0.113.9:53/udp");
  });
});
