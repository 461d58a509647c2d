import { describe, expect, it } from "vitest";
import { timelineDocument } from "../../src/report/document/incident/index.ts";
import { plainHtml } from "../../src/report/html/plain.ts";
import { plainMarkdown } from "../../src/report/markdown/plain.ts";
import { plainText } from "../../src/report/text/plain.ts";
import { type TimelineSubject, timelineSchema } from "../../src/report/timeline-contract.ts";
import { EXPORTS } from "./exports.ts";
import { told } from "./incident.ts";
import { MACHINES } from "./machine-exports.ts";
import { ODD } from "./odd-exports.ts";
import { STEP, secondsOf, TRUE } from "./rows.ts";

const EVENTS = ["onset", "full", "mended"] as const;

function expectTrue(subject: TimelineSubject, events: readonly (typeof EVENTS)[number][]): void {
  for (const event of events) {
    const off = Math.abs((secondsOf(subject, event) ?? Number.NaN) - TRUE[event]);
    expect(off, `${event}: ${JSON.stringify(subject.events)}`).toBeLessThanOrEqual(7.5 * STEP);
  }
}

describe("exports of monitors, and logs of loops", () => {
  it.each(EXPORTS)("$what", async ({ files, host, knows = "all" }) => {
    const timeline = await told(files);
    expect(timeline.unused).toEqual([]);
    expect(timeline.subjects.map(({ subject }) => subject.host)).toEqual([host]);
    const [one] = timeline.subjects;
    // each file has all the rows, or another measure of them
    expect(one!.sources.every(({ readings }) => readings >= 300)).toBe(true);
    if (knows === "all") expectTrue(one!, EVENTS);
    else expect(one!.state).toBe("unknown");
    expect(timelineSchema.parse(timeline)).toEqual(timeline);
    const document = timelineDocument(timeline);
    for (const text of [plainText(document), plainMarkdown(document)])
      expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe("what looks like samples", () => {
  it.each([...ODD, ...MACHINES])("$what", async ({ files, is }) => {
    if (is instanceof RegExp) {
      await expect(told(files)).rejects.toThrow(is);
      return;
    }
    const timeline = await told(files);
    expect(timeline.subjects.length).toBeGreaterThanOrEqual(Object.keys(is).length);
    const states = new Map(timeline.subjects.map((one) => [one.subject.host ?? "", one]));
    for (const [name, state] of Object.entries(is)) {
      expect(states.get(name)?.state, name).toBe(state);
      // a minute may pass between two of its rows
      if (state === "full") expectTrue(states.get(name)!, ["full", "mended"]);
    }
    expect(plainHtml(timelineDocument(timeline))).not.toMatch(/undefined|NaN|\[object/);
  });
});
