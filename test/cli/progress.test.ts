import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Bundle, BundleEntry } from "../../src/archive/entry.ts";
import { emptyBundle } from "../../src/archive/open.ts";
import { fileSize, progressOn } from "../../src/commands/progress.ts";
import { columnsOf, isTerminal, wantsColour } from "../../src/commands/terminal.ts";
import { sayProgress } from "../../src/read-progress.ts";
import { dump } from "../attribution/rows.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";

const folder = temporaryFolder();

/** Goes to the line's beginning and empties it. */
const CLEAR = "\r\u001b[K";
/** A block of a dump: rows of one length, so that how many it has is known. */
const ROWS = 1000;
const block = new TextEncoder().encode(dump(...Array.from({ length: ROWS }, () => ({}))));

/** A bundle of one dump, packed so that each block of it took as many bytes of the file. */
function bundleOf(blocks: number, packed = block.length): Bundle {
  const bundle = { ...emptyBundle("b"), entries: entries() };
  return bundle;
  async function* entries(): AsyncGenerator<BundleEntry> {
    async function* parts() {
      for (let at = 0; at < blocks; at++) {
        bundle.consumed += packed;
        yield block;
      }
    }
    yield { path: "table.txt", blocks: parts(), outcome: { bytes: 0, cut: null } };
  }
}

/** Reads a bundle whose every block takes so many milliseconds; answers what was written meanwhile. */
async function read(bundle: Bundle, blockTime: number, total: number | null) {
  let time = 5000;
  const writes: { at: number; text: string }[] = [];
  const screen = {
    columns: 80,
    write: (text: string) => writes.push({ at: time - 5000, text }),
  };
  const progress = progressOn(screen, total, () => time);
  let bytes = 0;
  for await (const { blocks } of progress.watch(bundle).entries)
    for await (const one of blocks) {
      bytes += one.length;
      time += blockTime;
    }
  const drawn = [...writes];
  progress.clear();
  return { drawn, last: writes.at(-1)?.text, bytes };
}

describe("progress", () => {
  it("says nothing within the first second, and then leaves nothing to clear", async () => {
    const { drawn, last, bytes } = await read(bundleOf(9), 100, null);
    expect(drawn).toEqual([]);
    expect(last).toBeUndefined();
    expect(bytes).toBe(9 * block.length);
  });

  it("is drawn from then on, at most ten times a second, on one line, and cleared at the end", async () => {
    const { drawn, last } = await read(bundleOf(500), 7, null);
    expect(drawn[0]!.at).toBeGreaterThanOrEqual(1000);
    expect(drawn.length).toBeGreaterThan(10);
    for (const [at, one] of drawn.entries()) {
      if (at > 0) expect(one.at - drawn[at - 1]!.at).toBeGreaterThanOrEqual(100);
      expect(one.text.startsWith(CLEAR)).toBe(true);
      expect(one.text.slice(CLEAR.length)).toMatch(/^[ -~]{1,79}$/);
    }
    expect(last).toBe(CLEAR);
  });

  it.each([
    ["plain", block.length],
    ["packed", 1000],
  ])("tells bytes of how many, rows a second and the time left of a %s file", async (_, packed) => {
    const { drawn } = await read(bundleOf(40, packed), 100, 40 * packed);
    // a thousand rows in a tenth of a second, of which 10 of 40 blocks are read
    expect(drawn[0]!.text).toMatch(/read \S+ \S+ of \S+ \S+, about 10,000 rows\/s, 3 s left$/);
  });

  it("tells no time left of a folder or a stream, whose size nobody knows", async () => {
    const { drawn } = await read(bundleOf(40), 100, null);
    expect(drawn[0]!.text).toMatch(/read \S+ \S+, about 10,000 rows\/s, for 1 s$/);
  });

  it("says bytes a second where no dump is read", () => {
    const stand = { bytes: 4 * 2 ** 20, total: null, seconds: 2, rows: 0, rowSeconds: 0 };
    expect(sayProgress(stand)).toBe("read 4 MiB, 2 MiB/s, for 2 s");
  });

  it("knows the size of a file, and of nothing else", async () => {
    writeFiles(folder, { "table.txt": block });
    expect(await fileSize(join(folder, "table.txt"))).toBe(block.length);
    for (const other of ["missing", "."]) expect(await fileSize(join(folder, other))).toBeNull();
  });
});

describe("a terminal", () => {
  const write = () => true;
  it("is coloured unless NO_COLOR holds anything, and never a pipe or a dumb one", () => {
    const tty = { isTTY: true, write };
    expect(wantsColour(tty, { TERM: "xterm" })).toBe(true);
    expect(wantsColour(tty, { NO_COLOR: "" })).toBe(true);
    expect(wantsColour(tty, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColour(tty, { TERM: "dumb" })).toBe(false);
    expect(wantsColour({ write }, { TERM: "xterm" })).toBe(false);
    expect(isTerminal(tty, { TERM: "dumb" })).toBe(false);
    expect(isTerminal(tty, { NO_COLOR: "1" })).toBe(true);
  });

  it("gives tables its columns, from 80 to 160; all else gives 80", () => {
    expect([40, 80, 132, 400].map((columns) => columnsOf({ isTTY: true, columns, write }))).toEqual(
      [80, 80, 132, 160],
    );
    expect(columnsOf({ columns: 132, write })).toBe(80);
  });
});
