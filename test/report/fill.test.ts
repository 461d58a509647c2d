import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fill, namesIn } from "../../src/report/fill.ts";
import { formatValue } from "../../src/report/values.ts";
import { readingsOf } from "../causes/readings.ts";

const readings = readingsOf({
  "table.max": 131_072,
  "table.utilization": 0.4321,
  "table.exhausted": true,
  "sizing.max": 136_956.2,
  "top.destination": "shop/cart:http (10.96.0.20:80/tcp)",
  "use.stale-endpoint.topEndpoint": "10.244.9.9:8080",
  "table.growth": null,
});

describe("a template", () => {
  it("is filled with what people read, without a unit that the sentence says itself", () => {
    expect(fill("{table.utilization} of {table.max} entries: {table.exhausted}", readings)).toBe(
      "43 % of 131,072 entries: yes",
    );
    expect(fill("to {top.destination}", readings)).toBe("to `shop/cart:http (10.96.0.20:80/tcp)`");
  });

  it("says unknown where there is no value, never 0", () => {
    expect(fill("{table.growth}, {table.invalid}", readings)).toBe("unknown, unknown");
    expect(fill("{table.growth:raw}", readings)).toBe("N");
  });

  it("counts a thing with its unit where the sentence does not name it", () => {
    const lost = (value: number) =>
      fill("lost {table.fullDrops:counted}", readingsOf({ "table.fullDrops": value }));
    expect([lost(0), lost(1), lost(1234)]).toEqual([
      "lost 0 packets",
      "lost 1 packet",
      "lost 1,234 packets",
    ]);
  });

  it("gives commands a plain number, rounded up", () => {
    expect(fill("max={table.max:raw} {sizing.max:raw}", readings)).toBe("max=131072 136957");
  });

  it("leaves alone what names no signal, such as a program for awk", () => {
    expect(fill("awk '{print $5}' {constructor} {toString:raw} {__proto__}", readings)).toBe(
      "awk '{print $5}' {constructor} {toString:raw} {__proto__}",
    );
  });

  it("fills nothing twice: a name in braces within a value stays as it is", () => {
    const tricky = readingsOf({ "top.destination": "{table.max}", "table.max": 7 });
    expect(fill("{top.destination}", tricky)).toBe("`{table.max}`");
  });

  it("names its signals, whatever their form", () => {
    expect(
      namesIn("{table.max:raw} {top.source} {use.udp.topEndpoint:address} {table.drops:counted}"),
    ).toEqual(["table.max", "top.source", "use.udp.topEndpoint", "table.drops"]);
  });
});

describe("an address for a command", () => {
  const address = (name: string) =>
    fill(
      "{use.stale-endpoint.topEndpoint:address}",
      readingsOf({ "use.stale-endpoint.topEndpoint": name }),
    );

  it.each([
    ["10.244.9.9:8080", "10.244.9.9"],
    ["10.244.9.9", "10.244.9.9"],
    ["[fd00::9]:8080", "fd00::9"],
  ])("of %s is %s", (name, text) => {
    expect(address(name)).toBe(text);
  });

  it("is never anything that a shell would interpret, whatever a bundle says", () => {
    const hostile = ["$(reboot)", "1;reboot", "`id`", "a b", "-D", "[;id]:1", "10.0.0.1\nid", ""];
    for (const name of hostile) expect(address(name)).toBe("ADDRESS");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(address(name)).toMatch(/^(?:[0-9a-fA-F.:]{2,45}|ADDRESS)$/);
      }),
    );
  });

  it("is a placeholder where there is none", () => {
    expect(fill("{use.stale-endpoint.topEndpoint:address}", readingsOf({}))).toBe("ADDRESS");
  });
});

describe("a value with its unit", () => {
  it.each([
    [1234, "entries", "1,234 entries"],
    [1, "entries", "1 entry"],
    [1, "packets", "1 packet"],
    [1, "CPUs", "1 CPU"],
    [1, "entries/s", "1 entry/s"],
    [0.96, "answers/s", "1 answer/s"],
    [0, "queries", "0 queries"],
    [0.5, "share", "50 %"],
    [12.345, "entries/s", "12.3 entries/s"],
    [503, "status", "503"],
    [2048, "bytes", "2 KiB"],
    [90, "seconds", "90 s"],
    [true, "yes/no", "yes"],
    ["a`b", "name", "`a'b`"],
    [null, "entries", "unknown"],
  ])("%j %s reads %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});
