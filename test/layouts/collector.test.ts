import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CONNTRIAGE_SOURCES, conntriage, FOLDERS } from "../../src/layouts/conntriage.ts";
import { COLLECTOR } from "../collector/collecting.ts";

/** Places whose names vary: one stands for all. */
const VARYING = [/^netns$/, /^ethtool-S-/, /^coredns-metrics-/, /^count-(?:before|after)\.txt$/];

/** Every path that the script names for something to take, with its loops and variables spelt out. */
function placesOf(script: string): string[] {
  let names = ["eth0"];
  const places = ["manifest.json", "timeline.csv"];
  for (const line of script.split("\n")) {
    const loop = /^ *for name in ([\w -]+); do/.exec(line)?.[1];
    if (loop !== undefined) names = loop.split(" ");
    if (line.includes("for device in")) names = ["eth0"];
    const dumped = /\bdump_table ([a-z][\w-]+) /.exec(line)?.[1];
    if (dumped !== undefined) places.push(`dump/${dumped}.txt.gz`);
    // what cat says of /proc is thrown away again
    if (dumped?.startsWith("conntrack-")) places.push(`dump/${dumped}.stderr.txt`);
    const path = /\b(?:copy|run|titled|build|fetch|skip) +"?((?:\$1|once|dump)\/[^\s"]+)/.exec(
      line,
    )?.[1];
    if (path === undefined || path.startsWith("dump/$name")) continue;
    for (const phase of path.startsWith("$1") ? ["start", "end"] : [""])
      for (const name of path.includes("$name") ? names : [""])
        places.push(
          path
            .replace("$1", phase)
            .replace("$inode-$pid-$comm", "4026532385-4623-nginx")
            .replace("$name", name)
            .replace("$instance", "1"),
        );
  }
  return [...new Set(places)].sort();
}

const PLACES = placesOf(readFileSync(COLLECTOR, "utf8"));

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
  expect(known.sort()).toEqual(fixed.filter((path) => path.includes("/")));
});
