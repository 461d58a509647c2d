import { expect, test } from "vitest";
import { type Claims, LAYOUTS, nameOf } from "../../src/layouts/index.ts";

test("our own collector's places are known by their path, whatever else a bundle is", () => {
  expect(LAYOUTS[0]!.name).toBe("conntriage");
  expect(nameOf("top/start/uptime.txt", new Map())).toMatchObject({
    source: "uptime",
    layout: "conntriage",
  });
  expect(nameOf("top/notes.txt", new Map())).toBeNull();
});

test("what a collector's folder holds and its layout does not name is unnamed; what lies beside is loose", () => {
  const claims: Claims = new Map();
  expect(nameOf("case/sos-1/sos_commands/kernel/dmesg", claims)).toMatchObject({
    layout: "sosreport",
  });
  expect(nameOf("case/sos-1/sos_commands/block/lsblk", claims)).toBe("unnamed");
  expect(nameOf("case/sos-1/var/log/messages", claims)).toMatchObject({ layout: "sosreport" });
  expect(nameOf("case/ticket.txt", claims)).toBeNull();
});

test("long paths of nobody are read to their end", () => {
  for (const unit of [
    "/",
    "a/",
    "../",
    "start/",
    "-1",
    "1.",
    "ethtool-S-",
    "sos_commands/",
    "proc/net/",
  ])
    expect([null, "unnamed"], unit).toContain(nameOf(unit.repeat(100_000), new Map()));
});
