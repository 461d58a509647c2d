import fc from "fast-check";
import { expect, test } from "vitest";
import { examine } from "../../src/analyze.ts";
import { buildCase } from "../../src/report/build.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { cpu } from "../field/case.ts";
import { type Files, openEvidence } from "../support/evidence.ts";
import { told } from "./told.ts";
import { OUTPUTS, WAYS } from "./two-nodes.ts";

const message = (at: number) => `[${at}.000100] nf_conntrack: table full, dropping packet\n`;
/** Everything whose order could matter: samples, parts of a table, logs that overlap, wishes, two machines. */
const EVIDENCE: Readonly<Record<string, Files>> = {
  "two machines with two samples each": Object.fromEntries(
    Object.keys(OUTPUTS).flatMap((host, at) => [
      [`${host}/before/S.txt`, cpu(0, { drop: 3 * at })],
      [`${host}/after/S.txt`, cpu(0, { drop: 40 + at })],
      ...OUTPUTS[host]!.map(([, text], of) => [`${host}/after/${of}.txt`, text]),
    ]),
  ),
  "parts, logs and wishes of one": {
    "conntrack-tcp.txt": OUTPUTS["cart-1"]![1]![1],
    "conntrack-udp.txt": OUTPUTS["cart-2"]![1]![1],
    "now.txt": OUTPUTS["cart-1"]![0]![1],
    "etc/sysctl.d/1.conf": "net.netfilter.nf_conntrack_max = 900\n",
    "etc/sysctl.d/2.conf": "net.netfilter.nf_conntrack_max = 800\n",
    "dmesg.txt": message(10) + message(20) + message(30),
    "var/log/messages": message(20) + message(30) + message(40),
  },
};

/** All but what lists the entries in the order in which they were read. */
async function report(files: Files, order: readonly string[]) {
  const all = await examine("evidence", { open: () => openEvidence(files, "evidence", order) });
  const analysis = buildCase(all);
  const sorted = <T extends { entry: string }>(list: T[]) =>
    [...list].sort((a, b) => (a.entry < b.entry ? -1 : 1));
  const { coverage, unread } = analysis;
  return renderMarkdown({
    ...analysis,
    coverage: {
      ...coverage,
      read: sorted(coverage.read),
      failed: sorted(coverage.failed),
      skipped: sorted(coverage.skipped),
    },
    unread: sorted(unread),
  });
}

test.each(Object.entries(EVIDENCE))(
  "%s: the order of the entries is of no matter",
  async (_, files) => {
    const paths = Object.keys(files);
    const first = await report(files, paths);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(paths, { minLength: paths.length }), async (order) => {
        expect(await report(files, order)).toBe(first);
      }),
      { numRuns: 12 },
    );
  },
);

test("nor is it for machines that are told apart in any way", async () => {
  const several = WAYS.filter(([, files]) => Object.keys(files).length > 1);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...several), fc.integer(), async ([, files], seed) => {
      const paths = Object.keys(files);
      const [order] = fc.sample(fc.shuffledSubarray(paths, { minLength: paths.length }), {
        numRuns: 1,
        seed,
      });
      expect(await told(files, order)).toEqual(await told(files, paths));
    }),
    { numRuns: 20 },
  );
});
