import { expect, test } from "vitest";
import { manifestParser } from "../../src/parsers/manifest-parser.ts";
import { crlf, failure, read } from "./read.ts";

const manifest = { parser: manifestParser };

const MANIFEST = `{
"schema": "conntriage/bundle/1",
"collector": "0.1.0",
"arguments": "--duration 10 --interval 1",
"hostname": "worker-1", "started": "2026-11-22T17:07:00Z", "ended": "2026-11-22T17:07:11Z", "startedUptime": 1234.56, "endedUptime": 1246.01,
"uid": 0, "netns": "4026532323", "netnsOfPid1": null,
"later": {"unknown": true},
"files": [
{"path": "start/sysctl.txt", "command": "cat /proc/sys", "exit": 0, "seconds": 0.01, "bytes": 123, "cut": false, "reason": null, "sha256": "ab"},
{"path": "start/ethtool-S-eth0.txt", "command": "ethtool -S eth0", "exit": null, "seconds": 0, "bytes": null, "cut": false, "reason": "ethtool is not installed", "sha256": null}
]
}
`;

test("what the collector did, each file with its line", () => {
  const fact = read(manifest, crlf(MANIFEST));
  expect(fact).toEqual({
    collector: "0.1.0",
    arguments: "--duration 10 --interval 1",
    hostname: "worker-1",
    started: Date.UTC(2026, 10, 22, 17, 7, 0),
    ended: Date.UTC(2026, 10, 22, 17, 7, 11),
    startedUptime: 1234.56,
    endedUptime: 1246.01,
    uid: 0,
    netns: "4026532323",
    netnsOfPid1: null,
    recorder: null,
    files: [
      {
        path: "start/sysctl.txt",
        command: "cat /proc/sys",
        exit: 0,
        seconds: 0.01,
        bytes: 123,
        cut: false,
        reason: null,
        sha256: "ab",
        line: 9,
      },
      {
        path: "start/ethtool-S-eth0.txt",
        command: "ethtool -S eth0",
        exit: null,
        seconds: 0,
        bytes: null,
        cut: false,
        reason: "ethtool is not installed",
        sha256: null,
        line: 10,
      },
    ],
  });
});

test("the whole manifest on one line still gives each file a place", () => {
  const fact = read(manifest, JSON.stringify(JSON.parse(MANIFEST)));
  expect(fact.files.map(({ line }) => line)).toEqual([1, 1]);
});

test.each([
  ["an empty file", "", 1, "no JSON"],
  ["a manifest that is cut", MANIFEST.slice(0, -30), 10, "no JSON"],
  ["another schema", MANIFEST.replace("bundle/1", "bundle/2"), 1, "schema: "],
  ["a missing key", MANIFEST.replace('"uid": 0, ', ""), 1, "uid: "],
  ["a negative size", MANIFEST.replace('"bytes": 123', '"bytes": -1'), 9, "files.0.bytes: "],
  [
    "a size beyond all numbers",
    MANIFEST.replace('"bytes": 123', '"bytes": 1e300'),
    9,
    "files.0.bytes: ",
  ],
  ["an uptime without end", MANIFEST.replace("1234.56", "1e999"), 1, "startedUptime: "],
  ["an hour that is none", MANIFEST.replace("17:07:11Z", "17:07:11+99:99"), 1, "ended: "],
  ["a time that is none", MANIFEST.replace("2026-11-22T17:07:11Z", "yesterday"), 1, "ended: "],
])("%s fails with one clear line", (_, text, line, part) => {
  const error = failure(manifest, text);
  expect(error).toMatchObject({ code: "PARSE_FAILED", place: { entry: "entry.txt", line } });
  expect(error?.message).toContain(part);
  expect(error?.message).not.toContain("\n");
});
