import { type FieldCase, NOTHING, settings } from "./case.ts";

const MAX = "net.netfilter.nf_conntrack_max";

/** Documents that ask for settings: what they say is in force nowhere. */
export const DOCUMENTS: readonly FieldCase[] = [
  {
    name: "values of a chart",
    why: "what a chart is given is a wish, and its keys are no machines",
    files: {
      "values.yaml": `kube-proxy:\n  conntrack:\n    maxPerCore: 65536\n    min: 524288\nsysctls:\n  ${MAX}: "1048576"\n`,
    },
    expect: { state: ["unknown"], noCause: NOTHING, subjects: [["", null]] },
  },
  {
    name: "a cloud's first boot",
    why: "cloud-init writes a file of sysctl.d: nothing tells that it did",
    files: {
      "node.txt": `#cloud-config\nwrite_files:\n- path: /etc/sysctl.d/90-nat.conf\n  content: |\n    ${MAX} = 393216\nruncmd:\n- sysctl --system\n`,
      "now.txt": settings(190_100, 196_608),
    },
    expect: { state: ["critical"], count: 190_100, max: 196_608, says: [/393,?216/] },
  },
  {
    name: "an object in an issue, and what is in force below it",
    why: "the fence ends the object: what stands behind it is what the machine says",
    files: {
      "issue.md": `We apply this:\n\n\`\`\`yaml\napiVersion: tuned.openshift.io/v1\nkind: Tuned\nspec:\n  profile:\n  - data: |\n      [sysctl]\n      ${MAX}=1048576\n\`\`\`\n\nand still see\n\n\`\`\`\n${settings(261_800, 262_144)}\`\`\`\n`,
    },
    expect: { state: ["critical"], count: 261_800, max: 262_144, says: [/1,?048,?576/] },
  },
  {
    name: "a container as docker inspect shows it",
    why: "what it was started with is a wish: the machine's limit is another",
    files: {
      "inspect.json": JSON.stringify(
        [{ Id: "a1", HostConfig: { Sysctls: { [MAX]: "1000000" } } }],
        null,
        2,
      ),
      "count.txt": "net.netfilter.nf_conntrack_count = 990000\n",
    },
    expect: { state: ["unknown"], count: 990_000 },
  },
  {
    name: "a program's record of what a customer said",
    why: "the words before the kernel's make it nobody's kernel",
    files: {
      "app.jsonl":
        '{"ts":"2024-05-06T10:00:00Z","level":"warn","body":"customer says: nf_conntrack: table full, dropping packet"}\n',
      "now.txt": settings(57_671, 65_536),
    },
    expect: { state: ["at-risk"], silent: [/messages? “table full”/] },
  },
  {
    name: "a refusal in German",
    why: "the shell and the C library say it in the language of whoever is logged in",
    files: {
      "konsole.txt": `betrieb@nat-ost:~$ conntrack -L\nbash: conntrack: Kommando nicht gefunden.\nbetrieb@nat-ost:~$ cat /proc/net/nf_conntrack\ncat: /proc/net/nf_conntrack: Keine Berechtigung\nbetrieb@nat-ost:~$ sysctl net.netfilter.nf_conntrack_count ${MAX}\n${settings(57_671, 65_536)}`,
    },
    expect: {
      state: ["at-risk"],
      subjects: [["nat-ost", 57_671]],
      says: [/could not be read/i],
      silent: [/Not understood/],
    },
  },
];
