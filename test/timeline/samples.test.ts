import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { timeline } from "../../src/analyze-timeline.ts";
import { openTarget } from "../../src/commands/targets.ts";
import { timelineDocument } from "../../src/report/document/incident/index.ts";
import { plainHtml } from "../../src/report/html/plain.ts";
import { plainMarkdown } from "../../src/report/markdown/plain.ts";
import { plainText } from "../../src/report/text/plain.ts";
import { type Timeline, timelineSchema } from "../../src/report/timeline-contract.ts";
import { bundleOf } from "../causes/sample.ts";
import { ROOT } from "../cli/built.ts";

const FOLDER = join(ROOT, "samples/timeline");
const NAMES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((one) => one.isDirectory() && existsSync(join(FOLDER, one.name, "incident.tar.xz")))
  .map(({ name }) => name);
const WANTED: Readonly<Record<string, { name: string; party: RegExp | null }>> = {
  metrics: { name: "one-way-udp", party: /^10\.96\.7\.25:8125\/udp$/ },
  "limit-lowered": { name: "net.netfilter.nf_conntrack_max", party: null },
};

describe.each(NAMES)("the recorded incident %s", (id) => {
  let told: Timeline;
  beforeAll(async () => {
    told = await timeline([join(FOLDER, id, "incident.tar.xz")], { open: openTarget });
  });

  it("has each event within two seconds of when it was", () => {
    const truth = JSON.parse(readFileSync(join(FOLDER, id, "truth.json"), "utf8"));
    for (const { event, at } of told.subjects[0]!.events)
      expect(Math.abs(Date.parse(at!) - Date.parse(truth[event])), event).toBeLessThanOrEqual(2000);
    expect(told.subjects[0]!.events).toHaveLength(4);
  });

  it("names what set it off", () => {
    const { trigger } = told.subjects[0]!;
    const { name, party } = WANTED[id]!;
    expect(trigger!.name).toBe(name);
    if (party === null) expect(trigger!.parties).toEqual([]);
    else
      expect(trigger!.parties.map((one) => one.name)).toContainEqual(expect.stringMatching(party));
  });

  it("is what its schema says, and the same each time", async () => {
    expect(timelineSchema.parse(told)).toEqual(told);
    const again = await timeline([join(FOLDER, id, "incident.tar.xz")], { open: openTarget });
    expect(again).toEqual(told);
  });

  it("reads the same in every format", () => {
    const document = timelineDocument(told);
    const formats = [plainText(document), plainMarkdown(document), plainHtml(document)];
    const { at } = told.subjects[0]!.events[1]!;
    for (const text of formats) {
      expect(text).toContain(at!.slice(0, 10));
      expect(text).not.toMatch(/undefined|NaN|\[object/);
    }
    expect(formats[0]!.split("\n").every((line) => [...line].length <= 80)).toBe(true);
    expect(formats[1]).toContain("## For the postmortem");
    expect(formats[2]).toMatch(/<svg role="img"/);
    expect(formats[2]).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });
});

describe("an incident as real exporters kept it", () => {
  const own = join(FOLDER, "exporters");
  const truth = JSON.parse(readFileSync(join(own, "truth.json"), "utf8"));
  const files = (...names: string[]) =>
    timeline(
      names.map((name) => join(own, name)),
      { open: openTarget },
    );

  it.each([
    ["Prometheus", ["query-range.json"]],
    [
      "netdata and Prometheus",
      ["query-range.json", "netfilter.conntrack_errors.csv", "netfilter.conntrack_sockets.csv"],
    ],
  ])("%s: each event within two seconds", async (_, names) => {
    const { subjects, unused } = await files(...names);
    expect(unused).toEqual([]);
    expect(subjects.map(({ subject }) => subject.host)).toEqual(["worker-1"]);
    for (const { event, at } of subjects[0]!.events)
      expect(Math.abs(Date.parse(at!) - Date.parse(truth[event])), event).toBeLessThanOrEqual(2000);
    expect(subjects[0]!.triggerMissing).toContain("a dump, or a bundle");
  });

  it("netdata alone keeps no limit: the losses are told, the onset is not", async () => {
    const { subjects } = await files(
      "netfilter.conntrack_errors.csv",
      "netfilter.conntrack_sockets.json",
    );
    expect(subjects).toHaveLength(1);
    const [onset, , loss, mended] = subjects[0]!.events;
    expect(onset!.at).toBeNull();
    for (const one of [loss!, mended!])
      expect(Math.abs(Date.parse(one.at!) - Date.parse(truth[one.event]))).toBeLessThanOrEqual(
        2000,
      );
  });
});

it("bundles of one node are one series, and of another node are kept apart", async () => {
  const { subjects } = await timeline(
    [bundleOf("time-wait-churn"), bundleOf("namespace-fault"), bundleOf("connection-leak")],
    { open: openTarget },
  );
  const hosts = subjects.map(({ subject }) => `${subject.host} ${subject.namespace ?? ""}`.trim());
  expect(new Set(hosts).size).toBe(hosts.length);
  const own = subjects.find(({ subject }) => subject.namespace === null)!;
  expect(own.sources.filter(({ kind }) => kind === "bundle").length).toBeGreaterThan(1);
  expect(own.state).toBe("full");
});

it("one bundle alone tells what its window saw", async () => {
  const { subjects } = await timeline([bundleOf("time-wait-churn")], { open: openTarget });
  expect(subjects[0]!.state).toBe("full");
  expect(subjects[0]!.trigger).toBeNull();
  expect(subjects[0]!.triggerMissing).not.toBe("");
});

it.each([
  ["netdata/netfilter.conntrack_sockets.csv", "unknown"],
  ["netdata/netfilter.conntrack_sockets.json", "unknown"],
  ["netdata/netfilter.conntrack_errors.tsv", "unknown"],
  ["prometheus/query-range.json", "full"],
])("what the real exporter wrote into %s is read", async (file, state) => {
  const { subjects, unused } = await timeline([join(ROOT, "samples/exporters", file)], {
    open: openTarget,
  });
  expect(unused).toEqual([]);
  expect(subjects[0]!.state).toBe(state);
  expect(subjects[0]!.sources[0]!.readings).toBeGreaterThan(5);
});
