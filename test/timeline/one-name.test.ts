/** Machines that are called the same, and what a recorder's two dumps tell. */
import { expect, it } from "vitest";
import { incidentOf } from "../../src/incident/index.ts";
import { subjectOf } from "../../src/timeline/build.ts";
import { type Part, partOf } from "../../src/timeline/part.ts";
import { observedOf, subjectsOf } from "../../src/timeline/subjects.ts";

const NOON = Date.parse("2026-03-05T12:00:00Z");

/** A bundle that was taken some minutes past noon, on a machine booted so many minutes before noon. */
const bundle = (minutes: number, booted: number): Part =>
  partOf({
    kind: "bundle",
    name: `b${minutes}`,
    host: "worker-1",
    series: {
      name: "the bundles",
      counts: "kernel",
      zone: "utc",
      raw: [
        {
          at: NOON + minutes * 60_000,
          count: 900,
          max: 1000,
          uptime: (minutes + booted) * 60,
          place: { entry: `b${minutes}`, line: 1 },
        },
      ],
    },
  });

const notes = (...parts: Part[]) => subjectsOf(parts, []).flatMap((one) => one.notes);

it("says that two machines have one name where one would have been booted earlier the later it is looked at", () => {
  expect(notes(bundle(0, 60), bundle(30, 60))).toEqual([]);
  expect(notes(bundle(0, 60), bundle(30, 55))).toEqual([]);
  // booted in between
  expect(notes(bundle(0, 60), bundle(30, -10))).toEqual([]);
  expect(notes(bundle(30, 900), bundle(0, 60))).toEqual([
    expect.stringMatching(/^Two machines seem to be called worker-1: b30 was taken after b0, /),
  ]);
});

it("has the evictions that two dumps tell, where nobody listened", () => {
  const evicted = { by: "dumps", entries: 7 } as unknown as NonNullable<Part["heard"]["evicted"]>;
  const [subject] = subjectsOf([{ ...bundle(0, 60), heard: { evicted } }, bundle(5, 60)], []);
  const told = subjectOf(subject!, incidentOf(observedOf(subject!)));
  expect(told.evicted).toBe(evicted);
});
