import { describe, expect, it } from "vitest";
import { timelineDocument } from "../../src/report/document/incident/index.ts";
import { plainHtml } from "../../src/report/html/plain.ts";
import { plainMarkdown } from "../../src/report/markdown/plain.ts";
import type { TimelineSubject } from "../../src/report/timeline-contract.ts";
import { told } from "./incident.ts";
import { iso, MAX, type Row, rows, START, STEP, secondsOf, TRUE, wall } from "./rows.ts";

/** That each event is within a step of where it was. */
function expectTrue(subject: TimelineSubject | undefined, start = START): void {
  for (const name of ["onset", "full", "mended"] as const) {
    const off = Math.abs((secondsOf(subject!, name, start) ?? Number.NaN) - TRUE[name]);
    expect(off, `${name}: ${JSON.stringify(subject!.events)}`).toBeLessThanOrEqual(1.5 * STEP);
  }
}

const csv = (head: string, line: (row: Row) => string, all = rows()): string =>
  `${[head, ...all.map(line)].join("\n")}\n`;
const plain = (all = rows()): string =>
  csv(
    "time,nf_conntrack_count,nf_conntrack_max,drop",
    ({ at, count, max, drop }) => `${iso(at)},${count},${max},${drop}`,
    all,
  );

describe("tables of samples as people have them", () => {
  const FORMS: readonly (readonly [string, string, string])[] = [
    ["ISO times and commas", "conntrack.csv", plain()],
    ["the latest row first", "conntrack.csv", plain(rows().reverse())],
    ["rows in no order", "conntrack.csv", plain([...rows().slice(90), ...rows().slice(0, 90)])],
    [
      "semicolons, comma decimals, dots that group",
      "conntrack.csv",
      csv("Zeit;conntrack count;conntrack max", ({ at, count, max }) => {
        const group = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ".");
        const [day, clock] = wall(at).split(" ");
        return `${day!.split("-").reverse().join(".")} ${clock};${group(count)},0;${group(max)},0`;
      }),
    ],
    [
      "per cent of the limit alone",
      "node.csv",
      csv(
        "Time,conntrack usage %",
        ({ at, count, max }) => `${iso(at)},${((100 * count) / max).toFixed(2)}%`,
      ),
    ],
    [
      "a ratio of the limit",
      "ratio.csv",
      csv("Time,conntrack utilization", ({ at, count, max }) => `${iso(at)},${count / max}`),
    ],
    [
      "thousands with their unit",
      "grafana.csv",
      csv(
        "Time,NF conntrack entries,NF conntrack limit",
        ({ at, count, max }) => `${iso(at)},${(count / 1000).toFixed(2)} K,${max / 1000} K`,
      ),
    ],
    [
      "thousands grouped within quotes",
      "x.csv",
      csv(
        '"time","nf_conntrack_count","nf_conntrack_max"',
        ({ at, count }) => `"${iso(at)}","${count.toLocaleString("en")}","4,000"`,
      ),
    ],
    [
      "tabs and seconds since 1970",
      "x.tsv",
      csv(
        "timestamp\tnode_nf_conntrack_entries\tnode_nf_conntrack_entries_limit",
        ({ at, count, max }) => `${at / 1000}\t${count}\t${max}`,
      ),
    ],
    [
      "milliseconds, empty cells and a title above",
      "x.csv",
      `conntrack of the node\n${csv("time,count,max", ({ at, count, max }) => `${at},${at % 30_000 === 0 && count < 700 ? "" : count},${max}`)}`,
    ],
    [
      "an American clock with halves of the day",
      "conntrack.csv",
      csv("date,count,max", ({ at, count, max }) => {
        const [day, clock] = wall(at).split(" ");
        const [year, month, date] = day!.split("-");
        const hour = Number(clock!.slice(0, 2));
        return `${month}/${date}/${year} ${hour % 12 === 0 ? 12 : hour % 12}${clock!.slice(2)} ${hour < 12 ? "AM" : "PM"},${count},${max}`;
      }),
    ],
    [
      "sadf -d, with its head again and again",
      "sadf.csv",
      csv(
        "# hostname;interval;timestamp;conntrack_count;conntrack_max",
        ({ at, count, max }) => `worker-1;10;${wall(at)} UTC;${count};${max}`,
      ),
    ],
    [
      "sar's banner and times of day",
      "sar.txt",
      `Linux 6.1.0 (worker-1) \t10/25/2026 \t_x86_64_\t(4 CPU)\n\n${rows()
        .map(
          ({ at, count, max }, row) =>
            `${row % 60 === 0 ? `${wall(at).slice(11)}  nf_conntrack_count  nf_conntrack_max\n` : ""}${wall(at).slice(11)}  ${count}  ${max}`,
        )
        .join("\n")}\nAverage:  900  4000\n`,
    ],
    [
      "Grafana's long form",
      "conntrack.csv",
      `"Series";"Time";"Value"\n${rows()
        .flatMap(({ at, count, max }) => [
          `"conntrack entries";"${iso(at)}";${count}`,
          `"conntrack limit";"${iso(at)}";${max}`,
        ])
        .join("\n")}\n`,
    ],
    [
      "query_range of Prometheus",
      "range.json",
      JSON.stringify({
        status: "success",
        data: {
          resultType: "matrix",
          result: (["", "_limit"] as const).map((name) => ({
            metric: { __name__: `node_nf_conntrack_entries${name}`, instance: "worker-1:9100" },
            values: rows().map(({ at, count, max }) => [
              at / 1000,
              String(name === "" ? count : max),
            ]),
          })),
        },
      }),
    ],
    [
      "Grafana's frames",
      "frames.json",
      JSON.stringify({
        results: {
          A: {
            frames: [
              {
                schema: {
                  fields: [
                    { name: "Time", type: "time" },
                    {
                      name: "Value",
                      type: "number",
                      labels: { __name__: "node_nf_conntrack_entries" },
                    },
                    {
                      name: "Value",
                      type: "number",
                      labels: { __name__: "node_nf_conntrack_entries_limit" },
                    },
                  ],
                },
                data: {
                  values: [
                    rows().map(({ at }) => at),
                    rows().map(({ count }) => count),
                    rows().map(({ max }) => max),
                  ],
                },
              },
            ],
          },
        },
      }),
    ],
    [
      "netdata's JSON, whose data is the latest first",
      "netfilter.conntrack_sockets.json",
      JSON.stringify({
        labels: ["time", "connections", "limit"],
        data: rows()
          .reverse()
          .map(({ at, count, max }) => [at / 1000, count, max]),
      }),
    ],
    [
      "an object a line",
      "log.ndjson",
      rows()
        .map(({ at, count, max }) =>
          JSON.stringify({ ts: at / 1000, conntrack_count: count, conntrack_max: max }),
        )
        .join("\n"),
    ],
    ["UTF-16 with a mark, as Excel saves it", "conntrack.csv", `\ufeff${plain()}`],
  ];

  it.each(FORMS)("%s", async (what, name, text) => {
    const bytes = what.startsWith("UTF-16") ? Buffer.from(text, "utf16le") : text;
    const { subjects, unused } = await told({ [name]: bytes });
    expect(unused).toEqual([]);
    expect(subjects).toHaveLength(1);
    expectTrue(subjects[0]);
  });
});

describe("clocks", () => {
  const log = (from: number, stamp: (at: number) => string): string =>
    [
      `${stamp(from - 60_000)} worker-1 kernel: eth0: link up`,
      ...[0, 1, 2, 3].map(
        (at) =>
          `${stamp(from + at * 1000)} worker-1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet`,
      ),
    ].join("\n");
  const full = START + TRUE.full * 1000;

  it("a table in local time is placed by a log in UTC", async () => {
    const local = csv(
      "time,nf_conntrack_count,nf_conntrack_max,drop",
      ({ at, count, max, drop }) => `${wall(at, 2)},${count},${max},${drop}`,
    );
    const { subjects } = await told({
      "local.csv": local,
      "kern.log": log(full + 3000, (at) => iso(at).replace("Z", "+00:00")),
    });
    expectTrue(subjects[0]);
    expect(subjects[0]!.notes.join(" ")).toContain("UTC+02:00");
  });

  it("a zone that is given, through the end of daylight saving", async () => {
    // in Berlin the clock went from 02:59:59 back to 02:00:00 on this day, an hour after the start
    const berlin = (at: number): string => wall(at, at < Date.UTC(2026, 9, 25, 1) ? 2 : 1);
    const start = Date.UTC(2026, 9, 25, 0, 30);
    const text = csv(
      "time,count,max",
      ({ at, count, max }) => `${berlin(at)},${count},${max}`,
      rows(start),
    );
    expectTrue(
      (await told({ "conntrack.csv": text }, { zone: "Europe/Berlin" })).subjects[0],
      start,
    );
    const [bare] = (await told({ "conntrack.csv": text })).subjects;
    expect(bare!.sources[0]!.notes.join(" ")).toContain("daylight saving");
    // an unknown zone is taken for UTC, and the seconds between events are right
    const off = secondsOf(bare!, "full", start)! - TRUE.full;
    expect(Math.abs(off - 7200)).toBeLessThanOrEqual(1.5 * STEP);
    expect(secondsOf(bare!, "mended", start)! - secondsOf(bare!, "full", start)!).toBe(
      TRUE.mended - TRUE.full,
    );
  });

  it("two that disagree are both shown", async () => {
    const early = plain(rows(START - 300_000));
    const { subjects } = await told({ "conntrack-a.csv": plain(), "conntrack-b.csv": early });
    const [one] = subjects;
    const event = one!.events.find(({ event: name }) => name === "full")!;
    expect(event.disagree).toHaveLength(1);
    expect([event.said!.by, event.disagree[0]!.by].sort().join(" ")).toMatch(
      /conntrack-a\.csv .*conntrack-b\.csv/,
    );
    expect(one!.notes.join(" ")).toContain("Not all sources agree");
  });

  it("days and months that no row tells apart are not guessed", async () => {
    const text = csv(
      "date,count,max",
      ({ at, count, max }) => `03/04/2026 ${wall(at).slice(11)},${count},${max}`,
    );
    await expect(told({ "conntrack.csv": text })).rejects.toThrow(
      /day and month or of month and day/,
    );
  });
});

describe("what is not there is said", () => {
  it("a gap over the onset is no onset within it", async () => {
    const all = rows().filter(({ at }) => at < START + 900_000 || at > START + 1_400_000);
    const [one] = (await told({ "conntrack.csv": plain(all) })).subjects;
    const { at, withinSeconds, said } = one!.events[0]!;
    expect(Date.parse(said!.notBefore!)).toBeLessThanOrEqual(START + 900_000);
    expect(Date.parse(said!.notAfter!)).toBeGreaterThanOrEqual(START + 1_400_000);
    expect(withinSeconds).toBeGreaterThan(200);
    expect(at).not.toBeNull();
    expect(one!.gaps).toHaveLength(1);
  });

  it.each([
    ["an empty file", { "conntrack.csv": "" }],
    ["a head without rows", { "conntrack.csv": "time,nf_conntrack_count,nf_conntrack_max\n" }],
    ["no column of times", { "conntrack.csv": "count,max\n1,2\n" }],
    ["columns of something else", { "disk.csv": "time,used,free\n2026-10-25T00:00:00Z,1,2\n" }],
    [
      "an empty answer",
      { "range.json": '{"status":"success","data":{"resultType":"matrix","result":[]}}' },
    ],
    ["nothing but words", { "notes.txt": "the node was slow\n" }],
  ])("%s is no timeline", async (_, files) => {
    await expect(told(files as unknown as Record<string, string>)).rejects.toThrow(
      /no timeline, for /,
    );
  });

  it("a count without a limit is unknown, and so is a limit alone", async () => {
    const bare = csv("time,nf_conntrack_count", ({ at, count }) => `${iso(at)},${count}`);
    expect((await told({ "a.csv": bare })).subjects[0]).toMatchObject({
      state: "unknown",
      events: [],
    });
    const limit = csv("time,nf_conntrack_max", ({ at, max }) => `${iso(at)},${max}`);
    expect((await told({ "a.csv": limit })).subjects[0]).toMatchObject({
      state: "unknown",
      events: [],
    });
  });

  it("a table that was never full has no incident", async () => {
    const calm = rows().map((row) => ({ ...row, count: 600 + (row.count % 5), drop: 0 }));
    const [one] = (await told({ "a.csv": plain(calm) })).subjects;
    expect(one).toMatchObject({ state: "not-full", events: [], trigger: null });
  });

  it("one that ends full is not mended, and one that begins full has no onset", async () => {
    const end = (await told({ "a.csv": plain(rows().slice(0, 200)) })).subjects[0]!;
    expect(secondsOf(end, "mended")).toBeNull();
    expect(end.events[3]!.missing).toContain("end with a full table");
    const begin = (await told({ "a.csv": plain(rows().slice(180)) })).subjects[0]!;
    expect(secondsOf(begin, "onset")).toBeNull();
    expect(secondsOf(begin, "full")).toBeNull();
    expect(begin.events[1]!.missing).toContain("begin with a full table");
    expect(Math.abs(secondsOf(begin, "mended")! - TRUE.mended)).toBeLessThanOrEqual(STEP);
  });

  it("counters that begin anew are a restart, and no loss", async () => {
    const all = rows()
      .filter(({ at }) => at < START + 2_000_000)
      .map((row) => ({ ...row, drop: row.drop + 1000 }));
    const after = rows(START + 2_000_000)
      .slice(0, 60)
      .map((row) => ({ ...row, count: 100, drop: 0 }));
    const [one] = (await told({ "a.csv": plain([...all, ...after]) })).subjects;
    const mended = one!.events[3]!;
    expect(mended.said!.how).toContain("counters were reset");
    expect(one!.lost!.dropped).toBeGreaterThan(0);
  });
});

it("names of a stranger stay text in every format", async () => {
  const name = "conntrack @team <img src=x> [a](http://b.example).csv";
  const local = csv("time,count,max", ({ at, count, max }) => `${wall(at)},${count},${max}`);
  const document = timelineDocument(await told({ [name]: local }));
  expect(plainHtml(document)).not.toMatch(/<img|<a href="http/);
  const bare = plainMarkdown(document).replace(/`[^`\n]*`/g, "");
  expect(bare).not.toMatch(/(?<!\\)<img|(?<!\\)@team|\]\(http/);
});

describe("machines are never put together", () => {
  const hosted = (host: string, all: Row[]): string =>
    csv(
      `Time,"node_nf_conntrack_entries{instance=""${host}:9100""}","node_nf_conntrack_entries_limit{instance=""${host}:9100""}"`,
      ({ at, count, max }) => `${iso(at)},${count},${max}`,
      all,
    );
  const calm = rows().map((row) => ({ ...row, count: 800 }));

  it("two in two files, and two in one", async () => {
    const two = await told({
      "a.csv": hosted("worker-1", rows()),
      "b.csv": hosted("worker-2", calm),
    });
    expect(two.subjects.map(({ subject, state }) => [subject.host, state])).toEqual([
      ["worker-1", "full"],
      ["worker-2", "not-full"],
    ]);
    const both = csv(
      'time,"node_nf_conntrack_entries{node=""a""}","node_nf_conntrack_entries{node=""b""}","node_nf_conntrack_entries_limit{node=""a""}","node_nf_conntrack_entries_limit{node=""b""}"',
      ({ at, count, max }) => `${iso(at)},${count},800,${max},${max}`,
    );
    const one = await told({ "both.csv": both });
    expect(one.subjects.map(({ subject, state }) => [subject.host, state])).toEqual([
      ["a", "full"],
      ["b", "not-full"],
    ]);
  });

  it("what names no machine is of none of several", async () => {
    const all = await told({
      "a.csv": hosted("worker-1", rows()),
      "b.csv": hosted("worker-2", calm),
      "conntrack.csv": plain(),
    });
    expect(all.subjects).toHaveLength(3);
    expect(all.subjects.find(({ subject }) => subject.host === null)!.notes.join(" ")).toContain(
      "kept apart",
    );
  });

  it("an address is another machine, unless it is said to be the same", async () => {
    const files = { "a.csv": hosted("worker-1", rows()), "b.csv": hosted("10.0.0.5", rows()) };
    expect((await told(files)).subjects).toHaveLength(2);
    const { subjects } = await told(files, { same: [["10.0.0.5", "worker-1"]] });
    expect(subjects.map(({ subject }) => subject.host)).toEqual(["worker-1"]);
  });

  it("panels whose columns are machines", async () => {
    const text = csv(
      '"Time","worker-1","worker-2"',
      ({ at, count }) => `${iso(at)},${(100 * count) / MAX}%,20%`,
    );
    const { subjects } = await told({ "Conntrack usage-data-2026-10-25.csv": text });
    expect(subjects.map(({ subject, state }) => [subject.host, state])).toEqual([
      ["worker-1", "full"],
      ["worker-2", "not-full"],
    ]);
  });
});
