import { type FieldCase, settings } from "./case.ts";

const SAID = "nf_conntrack: nf_conntrack: table full, dropping packet";
const PAIR = ["net.netfilter.nf_conntrack_count = 65210", "net.netfilter.nf_conntrack_max = 65536"];
const FULL = { state: ["critical"], count: 65_210, max: 65_536 } as const;
const UNKNOWN = { state: ["unknown"] } as const;

/** Evidence within the wrappings of mails, chats, runners and stores. */
export const WRAPPED: readonly FieldCase[] = [
  {
    name: "a mail in quoted-printable",
    why: "=3D is the sign, a line goes on behind =, and the date has an offset",
    files: {
      "mail.eml": `From: noc@example.net\nSubject: drops\nDate: Tue, 4 Jun 2024 10:11:12 +0200\nContent-Transfer-Encoding: quoted-printable\n\n${PAIR.join("\n").replaceAll("=", "=3D")}\n2024-06-04T08:10:01+00:00 lb-2 kernel: nf_conntrack: table full, dropp=\ning packet\n`,
    },
    expect: { ...FULL, says: [/table full/, /2024-06-04T08:11:12Z/] },
  },
  {
    name: "a text attached as base64",
    why: "the part that is a text is read, whatever stands around it",
    files: {
      "mail.eml": `Subject: x\nContent-Type: multipart/mixed; boundary="b7"\n\n--b7\nContent-Type: text/plain\n\nsee below\n--b7\nContent-Type: text/plain; name="s.txt"\nContent-Transfer-Encoding: base64\n\n${btoa(`${PAIR.join("\n")}\n`).replace(/.{76}/g, "$&\n")}\n--b7--\n`,
    },
    expect: FULL,
  },
  {
    name: "a chat's export",
    why: "the text of a message holds fenced settings",
    files: {
      "2024-06-10.json": JSON.stringify(
        [
          {
            type: "message",
            text: `still dropping:\n\`\`\`\n${PAIR.join("\n")}\n\`\`\``,
            ts: "1718.1",
          },
          { type: "message", text: "set it to 524288?", ts: "1719.2" },
        ],
        null,
        2,
      ),
    },
    expect: FULL,
  },
  {
    name: "what a play printed",
    why: "each result is of the machine in its brackets: web2 is full, web1 is not",
    files: {
      "play.txt": [
        ["web1", "2231"],
        ["web2", "65210"],
      ]
        .map(
          ([host, count]) =>
            `ok: [${host}] => {\n    "ct.stdout_lines": [\n        "net.netfilter.nf_conntrack_count = ${count}",\n        "${PAIR[1]}"\n    ]\n}\n`,
        )
        .join(""),
    },
    expect: {
      ...FULL,
      subjects: [
        ["web2", 65_210],
        ["web1", 2231],
      ],
    },
  },
  {
    name: "events as JSON",
    why: "seven of them from 02:00 to 02:09, of the node that the event is about",
    files: {
      "events.json": JSON.stringify(
        {
          kind: "List",
          items: [
            {
              kind: "Event",
              involvedObject: { kind: "Node", name: "pool-7" },
              message: SAID,
              firstTimestamp: "2024-05-01T02:00:00Z",
              lastTimestamp: "2024-05-01T02:09:00Z",
              count: 7,
            },
          ],
        },
        null,
        1,
      ),
    },
    expect: { ...UNKNOWN, says: [/pool-7/, /2024-05-01T02:00:00.*2024-05-01T02:09:00/s] },
  },
  {
    name: "records with seconds as a number, and a message as bytes",
    why: "two agents' ways to write the kernel's line: each of its machine",
    files: {
      "a.jsonl": `${JSON.stringify({ date: 1_715_000_000.5, hostname: "wk-1", message: SAID })}\n`,
      "b.json": `${JSON.stringify({ _HOSTNAME: "wk-2", _TRANSPORT: "kernel", MESSAGE: [...new TextEncoder().encode(SAID)], __REALTIME_TIMESTAMP: "1714979289000000" })}\n`,
    },
    expect: { ...UNKNOWN, says: [/wk-1/, /wk-2/, /2024-05-06T/] },
  },
  {
    name: "a store's records, a line each, the latest first",
    why: "the first message is the earlier one",
    files: {
      "q.jsonl": ["01:02:08Z", "01:02:03Z"]
        .map(
          (at) =>
            `${JSON.stringify({ labels: { node: "kn-2" }, line: SAID, timestamp: `2024-07-07T${at}` })}\n`,
        )
        .join(""),
    },
    expect: { ...UNKNOWN, says: [/from 2024-07-07T01:02:03\S* to 2024-07-07T01:02:08/] },
  },
  {
    name: "a date under a zone's name, and a log with the offset",
    why: "IST is the zone of several countries; the log tells that it is 5:30 ahead: 13 and 8 s",
    files: {
      "t.txt": `root@mum-1:~# date\nThu May  9 15:30:20 IST 2024\nroot@mum-1:~# journalctl -k -o short-iso | tail -2\n2024-05-09T15:30:07+0530 mum-1 kernel: ${SAID}\n2024-05-09T15:30:12+0530 mum-1 kernel: ${SAID}\nroot@mum-1:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(262_143, 262_144)}`,
    },
    expect: {
      state: ["critical", "exhausted"],
      count: 262_143,
      says: [/first 13 s and last 8 s/, /2024-05-09T10:00:20Z/],
    },
  },
  {
    name: "the log's machine under no prompt",
    why: "short-monotonic names it, and nothing else does",
    files: {
      "t.txt": `[ 8812.123456] ubu-1 kernel: ${SAID}\n`,
      "s.txt": settings(65_210, 65_536),
    },
    expect: { ...FULL, says: [/ubu-1/] },
  },
];
