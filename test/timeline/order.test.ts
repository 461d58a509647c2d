/** Rows in no order, of several machines, in parts; values that are none; columns whose unit or language is not told. */
import { describe, expect, it } from "vitest";
import { told } from "./incident.ts";
import { MAX, type Row, rows, START, STEP, secondsOf, TRUE, wall } from "./rows.ts";

const HEAD = "time,nf_conntrack_count,nf_conntrack_max";
const line = ({ at, count, max }: Row): string => `${wall(at)},${count},${max}`;
const text = (all: readonly string[], head = HEAD): string => `${[head, ...all].join("\n")}\n`;

async function expectTrue(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof told>[1] = {},
  start = START,
): Promise<Awaited<ReturnType<typeof told>>["subjects"]> {
  const { subjects } = await told(files, options);
  for (const name of ["onset", "full", "mended"] as const) {
    const off = Math.abs((secondsOf(subjects[0]!, name, start) ?? Number.NaN) - TRUE[name]);
    expect(off, `${name}: ${JSON.stringify(subjects[0]!.events)}`).toBeLessThanOrEqual(1.5 * STEP);
  }
  return subjects;
}

/** The same order each time, and none. */
const shuffled = <T>(all: readonly T[]): T[] =>
  all
    .map((one, at) => ({ one, by: (at * 77) % 360 }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);

describe("clocks that name no zone", () => {
  it("rows in no order are no clock that was put back", async () => {
    const [one] = await expectTrue({ "conntrack.csv": text(shuffled(rows().map(line))) });
    expect(one!.sources[0]!.notes).toEqual([]);
  });

  it("nor are machines below each other, each with the same hour", async () => {
    const full = rows().map((row) => `${wall(row.at)},n1,${row.count},${row.max}`);
    const calm = rows().map(({ at, max }) => `${wall(at)},n0,600,${max}`);
    const head = "time,host,nf_conntrack_count,nf_conntrack_max";
    const subjects = await expectTrue({ "conntrack.csv": text([...calm, ...full], head) });
    expect(subjects.map(({ subject, state }) => [subject.host, state])).toEqual([
      ["n1", "full"],
      ["n0", "not-full"],
    ]);
  });

  it("an hour that comes twice is the same for all rows of one moment", async () => {
    const start = Date.UTC(2026, 9, 24, 23, 50);
    const local = (at: number): string => wall(at, at < Date.UTC(2026, 9, 25, 1) ? 2 : 1);
    const twice = rows(start).flatMap(({ at, count, max }) => [
      `${local(at)},${count},${max}`,
      `${local(at)},${count},${max}`,
    ]);
    await expectTrue({ "conntrack.csv": text(twice) }, { zone: "Europe/Berlin" }, start);
  });

  it("a zone by its abbreviation is a zone, behind a date of digits too", async () => {
    const zoned = rows().map(({ at, count, max }) => `${wall(at, 1)} CET,${count},${max}`);
    const [one] = await expectTrue({ "conntrack.csv": text(zoned) });
    expect(one!.notes.join()).not.toContain("names no zone");
  });
});

describe("logs that were rotated", () => {
  const parts = (at: number, gap = 0): Record<string, string> => ({
    "conntrack.csv.1": text(rows().slice(0, at).map(line)),
    "conntrack.csv": text(
      rows()
        .slice(at + gap)
        .map(line),
    ),
  });

  it("go on in the next file, wherever they were cut", async () => {
    for (const second of [TRUE.full, TRUE.full + 300, TRUE.mended])
      await expectTrue(parts(second / STEP));
  });

  it("an hour between them is not bridged", async () => {
    const [one] = (await told(parts(TRUE.full / STEP - 60, 60))).subjects;
    expect(secondsOf(one!, "full")).toBeNull();
  });
});

describe("values", () => {
  it("fewer than no entries are none that were counted", async () => {
    const odd = rows().map((row, at) => (at % 30 === 0 ? { ...row, count: -1 } : row));
    const [one] = (await told({ "conntrack.csv": text(odd.map(line)) })).subjects;
    expect(secondsOf(one!, "onset")).toBeLessThan(TRUE.full);
    expect(one!.peak!.used).toBe(1);
  });

  it("per cents that may be parts of one are not read, and that is said", async () => {
    const parted = (by: number) =>
      text(
        rows().map(({ at, count }) => `${wall(at)},${((count / MAX) * by).toFixed(4)}`),
        "time,conntrack usage %",
      );
    await expect(told({ "conntrack.csv": parted(1) })).rejects.toThrow(
      /no value above 1, which may be per cent or parts of one: it was not read;/,
    );
    await expectTrue({ "conntrack.csv": parted(100) });
  });

  it.each(["时间", "horodatage", "Fecha y hora"])(
    "the first column is of times, titled %s",
    async (title) => {
      await expectTrue({ "conntrack.csv": text(rows().map(line), HEAD.replace("time", title)) });
    },
  );
});
