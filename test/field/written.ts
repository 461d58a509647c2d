import { closed, type FieldCase, many, NOTHING, settings, TABLE_FULL, TIMES } from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536, noCause: NOTHING } as const;
const CALM = {
  state: ["healthy"],
  count: 900,
  max: 65_536,
  noCause: NOTHING,
  silent: [/messages? “table full”/],
} as const;

/** The kernel's words and the tool's rows where somebody only writes of them, asks for them or answers to them. */
export const WRITTEN: readonly FieldCase[] = [
  {
    name: "a subject of a mail",
    why: "it quotes the message, and the settings below tell 900",
    files: {
      "m.eml": `From: jane@example.com\nSubject: Re: nf_conntrack: table full, dropping packet\n\nIs this ok?\n\n${settings(900, 65_536)}`,
    },
    expect: CALM,
  },
  {
    name: "a title of a page and its number",
    why: "an issue that was copied off a page, with its title; the comment's settings tell 900",
    files: {
      "t.txt": `nf_conntrack: table full, dropping packet #71261\nClosed\njane commented on May 4, 2026\n${settings(900, 65_536)}`,
    },
    expect: CALM,
  },
  {
    name: "a commit that speaks of the message",
    why: "git log indents what somebody wrote of a change",
    files: {
      "log.txt":
        "commit 3f1a9c2b7d\nAuthor: Jane <jane@example.com>\nDate:   Mon May 4 09:02:01 2026 +0200\n\n    nf_conntrack: table full, dropping packet\n\n    Raise the limit on all nodes.\n",
      "sysctl.txt": settings(900, 65_536),
    },
    expect: CALM,
  },
  {
    name: "a pattern that a monitor looks for",
    why: "node-problem-detector's configuration names the message",
    files: {
      "kernel-monitor.json": JSON.stringify(
        {
          plugin: "kmsg",
          rules: [
            { reason: "ConntrackFull", pattern: "nf_conntrack: table full, dropping packet" },
          ],
        },
        null,
        2,
      ),
      "sysctl.txt": settings(900, 65_536),
    },
    expect: CALM,
  },
  {
    name: "logwatch's summary",
    why: "it counts the message: 412 of yesterday, and room now",
    files: {
      "logwatch.txt": ` --------------------- Kernel Begin ------------------------\n\n WARNING:  Kernel Errors Present\n    ${TABLE_FULL} ...:  412 Time(s)\n\n ---------------------- Kernel End -------------------------\n`,
      "sysctl.txt": settings(900, 65_536),
    },
    expect: { state: ["recovered"], count: 900, says: [/412 messages “table full”/] },
  },
  {
    name: "rows of a runbook",
    why: "rows under “expected output” are nobody's",
    files: {
      "runbook.md": `# Conntrack\n\n\`\`\`bash\nconntrack -L\n\`\`\`\n\nExpected output:\n\n\`\`\`\n${many(40, closed)}\`\`\`\n`,
      "node.txt": `root@hub-2:~# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, silent: [/\b40 (?:of|rows)/] },
  },
  {
    name: "a pool of nodes that asks for a limit",
    why: "linuxConfig of a pool is a wish: of what is in force nothing is known",
    files: {
      "pool.yaml":
        "linuxConfig:\n  sysctl:\n    net.netfilter.nf_conntrack_max: '1048576'\nkubeletConfig:\n  cpuManagerPolicy: static\n",
      "count.txt": "net.netfilter.nf_conntrack_count = 131070\n",
    },
    expect: { state: ["unknown"], count: 131_070, noCause: NOTHING },
  },
  {
    name: "an answer above the mail that it answers",
    why: "what is quoted below it is the older one: 900 are in use now",
    files: {
      "mail.txt": `after the restart:\n\n${settings(900, 65_536)}\nOn Mon, May 4, 2026 at 9:02 AM Joe <joe@example.com> wrote:\n> root@hub-2:~# ${ASK}\n> net.netfilter.nf_conntrack_count = 65530\n> net.netfilter.nf_conntrack_max = 65536\n`,
    },
    expect: { state: ["critical", "recovered", "healthy"], count: 900, max: 65_536 },
  },
  {
    name: "settings as code in a list",
    why: "backticks around the names",
    files: {
      "issue.md":
        "**Environment**:\n- Kernel: 5.15.0-105-generic\n- `nf_conntrack_max`: 65536\n- `nf_conntrack_count`: 65530\n",
    },
    expect: NEARLY,
  },
  {
    name: "a document of Word",
    why: "all its paragraphs stand on one line of XML",
    files: {
      "word/document.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document><w:body>${[`root@hub-2:~# ${ASK}`, ...settings(65_530, 65_536).trim().split("\n")].map((line) => `<w:p w:rsidR="1"><w:r><w:t xml:space="preserve">${line}</w:t></w:r></w:p>`).join("")}</w:body></w:document>`,
    },
    expect: { ...NEARLY, subjects: [["hub-2", 65_530]] },
  },
  {
    name: "sysctls as a person's title",
    why: "what stands below it is in force; within a pod's specification the same key asks",
    files: {
      "t.txt": `sysctls:\n${settings(65_530, 65_536)}`,
      "pod.yaml":
        "spec:\n  securityContext:\n    sysctls:\n      net.netfilter.nf_conntrack_max: 1048576\n",
    },
    expect: NEARLY,
  },
  {
    name: "a letter of a name that a picture shows as a digit",
    why: "netfi1ter is netfilter",
    files: {
      "ocr.txt":
        "net.netfi1ter.nf_conntrack_count = 65530\nnet.netfi1ter.nf_conntrack_max = 65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "a dump of three days before",
    why: "its rows do not tell what fills the table today",
    files: {
      "conntrack-2026-05-01.txt": many(2000, closed),
      "sysctl-2026-05-04.txt": settings(2040, 2048, TIMES),
    },
    expect: {
      state: ["critical"],
      count: 2040,
      noCause: NOTHING,
      says: [/more than 2 days apart/],
    },
  },
  {
    name: "a count below zero",
    why: "no table holds fewer than none: nothing is known of its use",
    files: {
      "t.txt": "net.netfilter.nf_conntrack_count = -1\nnet.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: { state: ["unknown"], max: 65_536, noCause: NOTHING },
  },
];
