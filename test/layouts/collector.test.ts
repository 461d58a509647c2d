import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { conntriage } from "../../src/layouts/conntriage.ts";
import { CONNTRIAGE_SOURCES, FOLDERS } from "../../src/layouts/conntriage-places.ts";
import { COLLECTOR } from "../collector/collecting.ts";

/** Places whose names vary: one stands for all. */
const VARYING = [/^netns$/, /^ethtool-S-/, /^coredns-metrics-/, /^count-(?:before|after)\.txt$/];

/** Every path that the collector says it fills, with an example in place of each name that varies. */
const PLACES = execFileSync("sh", [COLLECTOR, "--list"], { encoding: "utf8" })
  .split("\n")
  .flatMap((line) => /^[^ #(][^ ]*/.exec(line) ?? [])
  .map((path) => path.replace("INODE-PID-NAME", "4026532385-4623-nginx"))
  .map((path) => path.replace("INTERFACE", "eth0"));

test("the list has the folders and more than sixty places", () => {
  expect([...new Set(PLACES.map((path) => path.split("/")[0]))]).toEqual([
    "start",
    "timeline.csv",
    "end",
    "once",
    "dump",
    "manifest.json",
  ]);
  expect(PLACES.length).toBeGreaterThan(60);
});

test.each(PLACES)("%s, which the collector fills, is known", (path) => {
  expect(conntriage.locate(`top/${path}`)).not.toBeNull();
});

test("what the collector takes and a bundle lacks is told, whatever it is", () => {
  const located = PLACES.map((path) => conntriage.locate(`top/${path}`));
  const taken = located.flatMap((one) =>
    one === null || typeof one === "string" ? [] : one.source,
  );
  expect([...CONNTRIAGE_SOURCES].sort()).toEqual([...new Set(taken)].sort());
});

test("every place that is known is one that the collector fills", () => {
  const known = [...FOLDERS].flatMap(([folder, { places }]) =>
    places.map(([file]) => `${folder}/${file}`),
  );
  const fixed = PLACES.filter(
    (path) => !VARYING.some((name) => name.test(path.split("/")[1] ?? "")),
  );
  expect(known.sort()).toEqual(fixed.filter((path) => path.includes("/")).sort());
});
