import { expect, test } from "vitest";
import { readPath } from "../../src/facts/paths.ts";
import { readTitle } from "../../src/sections/titles.ts";

test("a command's name alone in a title is a command, and no machine", () => {
  for (const command of ["ip6tables-save", "iptables-legacy-save", "ovs-appctl", "lxc-attach"])
    expect(readTitle(`----- ${command} -----`)).toEqual({ command });
  expect(readTitle("----- ip-10-0-0-7 -----")).toEqual({ host: "ip-10-0-0-7" });
  expect(readTitle("----- gw-1 -----")).toEqual({ host: "gw-1" });
});

test("the ending of a document, and a file of a process, are no machines either", () => {
  for (const path of ["ticket.md", "case/ticket.eml", "/proc/812/cmdline", "report.html"])
    expect(readPath(path).rest).toBeNull();
  expect(readPath("gw-1.md").rest?.name).toContain("gw-1");
});
