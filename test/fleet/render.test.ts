import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failedDigest } from "../../src/fleet/digest.ts";
import { fleetOf } from "../../src/fleet/judge.ts";
import { merged } from "../../src/fleet/merge.ts";
import type { Digest } from "../../src/report/digest-contract.ts";
import { fleetDocument } from "../../src/report/document/fleet/index.ts";
import { fleetSchema } from "../../src/report/fleet-contract.ts";
import { rowLines } from "../../src/report/fleet-row.ts";
import { plainHtml } from "../../src/report/html/plain.ts";
import { plainMarkdown } from "../../src/report/markdown/plain.ts";
import { plainText } from "../../src/report/text/plain.ts";
import { widthOf } from "../../src/report/text/width.ts";
import { launch, missing } from "../browser/browser.ts";
import { type Desk, inspect, openDesk } from "../browser/inspect.ts";
import { renderGfm } from "../report/gfm.ts";
import { EVIL } from "../report/hostile.ts";
import { temporaryFolder } from "../support/folders.ts";
import { fleetOfNodes, full, nodeDigest } from "./nodes.ts";

const LONG = "a-very-long-name-of-a-node.".repeat(9);
const evil = EVIL.slice(0, 290);
const party = { name: evil, service: evil, pod: evil, entries: 50_000 };
const hostile = (host: string): Digest =>
  nodeDigest(
    host,
    full(evil, {
      bundle: evil,
      capturedAt: "soon \u001b[2J",
      profile: { kernel: evil, os: evil, settings: { [`net.${evil.slice(0, 200)}`]: host } },
      causes: [
        {
          cause: evil,
          verdict: "likely",
          entries: 1,
          share: 0.9,
          fillsTable: true,
          parties: [evil],
        },
      ],
      sources: { top: [party], unlisted: null },
      destinations: { top: [party], unlisted: 7 },
    }),
  );

/** Fleets as nobody wants them. */
const FLEETS: Readonly<Record<string, Digest>> = {
  "one node": fleetOfNodes(1, () => ({})),
  "two nodes": fleetOfNodes(2, (at) => (at === 0 ? full("leak") : {})),
  "no node, all broken": merged([failedDigest("a", "damaged"), failedDigest(LONG, LONG)]),
  "one bundle three times": merged(new Array(3).fill(nodeDigest("a"))),
  "500 nodes, one of them hot": fleetOfNodes(500, (at) => (at === 99 ? full("leak") : {})),
  "nodes without a limit": fleetOfNodes(7, () => ({
    ...{ limit: null, peak: null, utilization: null, state: "unknown" as const },
    ...{ growth: null, rows: null, rowsAre: "none" as const, uses: {}, capturedAt: null },
  })),
  "long names": merged(
    ["1", "2", "3"].map((end) =>
      nodeDigest(LONG + end, full("leak", { bundle: `${LONG}/${LONG}`.slice(0, 290) })),
    ),
  ),
  "hostile names": merged([
    ...["", "2", "3"].map((end) => hostile(evil.slice(0, 280) + end)),
    failedDigest(evil, evil),
  ]),
  "a pod and no machine": nodeDigest("a", full("leak", { namespace: "pod-7" })),
  "nobody's captures": merged([nodeDigest(null), nodeDigest(null, { entries: 9 })]),
};
const documents = Object.entries(FLEETS).map(([name, digest]) => ({
  name,
  fleet: fleetOf(digest),
}));

describe.each(documents)("$name", ({ fleet }) => {
  const document = fleetDocument(fleet);

  it("is what the schema says", () => {
    expect(fleetSchema.parse(fleet)).toEqual(fleet);
    const rows = [...rowLines(fleet)].join("").trim();
    expect(rows === "" ? [] : rows.split("\n")).toHaveLength(fleet.nodes.length);
  });

  it("fits a terminal, without control characters", () => {
    const text = plainText(document);
    expect(text.split("\n").filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(text).not.toMatch(/[^\n\P{C}]/u);
    expect(text.split("\n").length).toBeLessThan(300);
  });

  it("is Markdown without a link, an image or a tag of the bundle's", () => {
    const html = renderGfm(plainMarkdown(document));
    const tags = new Set(html.match(/<[a-z]+/g));
    for (const tag of ["<a", "<img", "<script", "<input"]) expect(tags).not.toContain(tag);
  });
});

describe.skipIf(missing)("the page", () => {
  let browser: Browser;
  let desk: Desk;
  const folder = temporaryFolder();
  beforeAll(async () => {
    browser = await launch();
    desk = await openDesk(browser, folder);
  }, 60_000);
  afterAll(() => browser.close());

  it.each(["two nodes", "long names", "hostile names", "no node, all broken"])(
    "of %s has no fault",
    async (name) => {
      const { fleet } = documents.find((one) => one.name === name)!;
      const faults = await inspect(desk, plainHtml(fleetDocument(fleet)));
      const found = Object.entries(faults).flatMap(([what, list]) =>
        (Array.isArray(list) ? list : Object.values(list).flat()).map(
          (fault) => `${what}: ${fault}`,
        ),
      );
      expect(found).toEqual([]);
    },
  );
});
