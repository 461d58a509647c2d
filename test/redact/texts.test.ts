import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyBundle } from "../../src/archive/open.ts";
import { restorer } from "../../src/redact/restore.ts";
import { WORDS } from "../field/words.ts";
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

describe("sentences and headings that tell values, or say that they are none of now", () => {
  it.each(WORDS.map(({ name, files }) => ({ name, files })))("$name", async ({ files }) => {
    const { copy } = await redacted(files as Record<string, string>);
    const { analyze } = await import("../../src/analyze.ts");
    const [before, after] = [await analyzeFiles(files), await analyze(copy.path)];
    const told = ({ state, table }: typeof before) => [state, table.count, table.max, table.rows];
    expect(told(after)).toEqual(told(before));
  });
});

describe("what people write around it", () => {
  const SYSCTL =
    "net.netfilter.nf_conntrack_count = 262144\nnet.netfilter.nf_conntrack_max = 262144\n";
  const SECRET = /zebra|joe|miller|555|203\.0\.114/i;

  it.each<[string, string, string]>([
    [
      "a mail in quoted-printable",
      "mail.eml",
      `From: Joe Miller <joe@zebra.example>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nroot@zebra:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntr=\nack_max\n${SYSCTL.replaceAll("=", "=3D")}`,
    ],
    [
      "a mail in base64",
      "mail.eml",
      `From: joe@zebra.example\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${btoa(`root@zebra:~# sysctl -a\n${SYSCTL}`)}\n`,
    ],
    [
      "a recorded terminal",
      "term.cast",
      `{"version": 2, "width": 80, "height": 24}\n[0.1, "o", "root@zebra:~# sysctl -a\\r\\n"]\n[0.2, "o", ${JSON.stringify(SYSCTL)}]\n`,
    ],
    [
      "lines of an agent, whose numbers end with their kind",
      "metrics.out",
      "conntrack,host=zebra-1,owner=joe ip_conntrack_count=262144i,ip_conntrack_max=262144i 1761350400000000000\n",
    ],
    [
      "a scrape of two programs, of which one names the machine",
      "metrics.txt",
      'kubeproxy_sync_proxy_rules_iptables_total{table="nat"} 100\nnode_uname_info{domainname="zebra.corp",machine="x86_64",nodename="zebra-1",release="6.1.0-18-amd64",sysname="Linux",version="#1 SMP joe@buildzebra"} 1\nnode_nf_conntrack_entries 262144\nnode_nf_conntrack_entries_limit 262144\n',
    ],
    [
      "a log in which the machine's name stands in lines of the kernel and in others",
      "messages",
      `Nov 24 10:00:00 zebra1 dhclient[812]: DHCPACK of 203.0.114.77 from 203.0.114.1\nNov 24 10:00:01 zebra1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet\n${SYSCTL}`,
    ],
  ])("%s", async (_, name, text) => {
    const { copy, texts } = await redacted({ [name]: text });
    expect(texts.map((one) => one.text).join("\n")).not.toMatch(SECRET);
    const { analyze } = await import("../../src/analyze.ts");
    const [before, after] = [await analyzeFiles({ [name]: text }), await analyze(copy.path)];
    const restored = JSON.parse(restorer(copy.map)(JSON.stringify(after))) as typeof after;
    expect(restored.table).toEqual(before.table);
    expect(restored.state).toBe(before.state);
    expect(restored.subject).toEqual(before.subject);
    expect(restored.findings.map(({ cause, verdict }) => [cause, verdict])).toEqual(
      before.findings.map(({ cause, verdict }) => [cause, verdict]),
    );
  });

  it("a number in a stranger's comment is no port", async () => {
    const { texts } = await redacted({
      "iptables-save.txt": `*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m comment --comment "call Joe Miller, 555-0199" -j ACCEPT\n-A INPUT -p tcp -m comment --comment "shop/web:http -> 10.0.0.7:8080" -j ACCEPT\nCOMMIT\n`,
    });
    expect(texts[0]!.text).not.toMatch(SECRET);
    expect(texts[0]!.text).toContain(":8080");
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
