import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyBundle } from "../../src/archive/open.ts";
import { analyzeFiles, openEvidence } from "../support/evidence.ts";
import { temporaryFolder } from "../support/folders.ts";
import { keyOf, redactTo, textsOf } from "./redacting.ts";
import { rowsOf } from "./rows.ts";

const folder = temporaryFolder();
const redacted = async (files: Record<string, string>) => {
  const copy = await redactTo(await openEvidence(files), join(folder, "copy.tar.gz"), keyOf(2));
  return { copy, texts: await textsOf(copy.path) };
};

describe("a pasted text", () => {
  const TICKET = `Hi, our checkout of zebracorp times out since Monday, call me at 555-0199.
root@edge-3:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max
net.netfilter.nf_conntrack_count = 262144
net.netfilter.nf_conntrack_max = 262144
root@edge-3:~# conntrack -S | head -1
cpu=0   	found=0 invalid=2 insert=0 insert_failed=7 drop=7 early_drop=0 error=1 search_restart=0
Thanks, Joe Miller <joe@zebracorp.example>
`;

  it("keeps its outputs at their lines, and nothing of the prose", async () => {
    const { texts } = await redacted({ "ticket.txt": TICKET });
    const lines = texts[0]!.text.split("\n");
    expect(lines).toHaveLength(TICKET.split("\n").length);
    expect(lines[0]).toBe("");
    expect(lines[2]).toBe("net.netfilter.nf_conntrack_count = 262144");
    expect(lines[6]).toBe("");
    expect(lines[1]).toMatch(/^root@x[a-z]{4}-3:~# sysctl net\.netfilter\.nf_conntrack_count net/);
    expect(texts[0]!.text).not.toMatch(/zebracorp|edge|Miller|joe|555/i);
  });

  it("is diagnosed as before", async () => {
    const { copy } = await redacted({ "ticket.txt": TICKET });
    const { analyze } = await import("../../src/analyze.ts");
    const [before, after] = [
      await analyzeFiles({ "ticket.txt": TICKET }),
      await analyze(copy.path),
    ];
    expect(after.table).toEqual(before.table);
    expect(after.state).toBe(before.state);
    expect(after.node.hostname ?? after.subject.host).toMatch(/^x[a-z]{4}-3$/);
  });
});

describe("rows", () => {
  it("that the tool's last message cut in two are put together, whatever was cut", async () => {
    const trailer = "conntrack v1.4.7 (conntrack-tools): 3 flow entries have been shown.";
    const rows = rowsOf(3);
    for (const at of [10, 40, 60, 90]) {
      const cut = `${rows[0]}\n${rows[1]!.slice(0, at)}${trailer}\n${rows[1]!.slice(at)}\n${rows[2]}\n`;
      const [whole, halves] = [
        await redacted({ "conntrack.txt": `${rows.join("\n")}\n` }),
        await redacted({ "conntrack.txt": cut }),
      ];
      const [a, b, c] = whole.texts[0]!.text.split("\n");
      expect(halves.texts[0]!.text.split("\n")).toEqual([a, trailer, b, c, ""]);
    }
  });

  it("of a bundle that was cut end where they ended, and are still cut", async () => {
    const bundle = emptyBundle("cut");
    bundle.damage.push("the archive ends too early");
    const inner = await openEvidence({ "conntrack.txt": `${rowsOf(3).join("\n")}\n` });
    const copy = await redactTo(
      { ...inner, damage: bundle.damage },
      join(folder, "cut.tar.gz"),
      keyOf(2),
    );
    const { analyze } = await import("../../src/analyze.ts");
    expect((await analyze(copy.path)).bundle.truncated).toBe(true);
  });
});
