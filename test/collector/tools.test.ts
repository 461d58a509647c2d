/** A node that lacks a tool, each in turn: all else is taken, or it is refused at once with the tool's name. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { applets, busyboxPath, confined, run, type Taken, unpack } from "./collecting.ts";

const missing = needs({ linux: true, commands: ["busybox"] });
const folder = temporaryFolder();

/** What is asked about the node, and is not of busybox: here each prints a line. */
const ASKED =
  "conntrack crictl curl dmesg ethtool ip6tables-save iptables-save kubectl nft ss".split(" ");

function addScript(path: string, name: string, does: string): void {
  rmSync(join(path, name), { force: true });
  writeFileSync(join(path, name), `#!/usr/bin/busybox sh\n${does}\n`, { mode: 0o755 });
}

/** A folder of all tools but some. */
function toolsBut(path: string, without: string[]): string {
  busyboxPath(path, [...without, "wget"]);
  for (const name of ASKED) if (!without.includes(name)) addScript(path, name, "echo said");
  return path;
}

async function collect(path: string) {
  const home = mkdtempSync(join(folder, "home-"));
  const command = [join(path, "ash"), confined(`${path}.sh`), "-o", "-", "--duration", "1"];
  const result = await run(command, { PATH: path, TMPDIR: home });
  expect(readdirSync(home)).toEqual([]);
  return result;
}

/** The tools that a run starts, by their own words. */
async function toolsUsed(): Promise<string[]> {
  const [path, log] = [join(folder, "all"), join(folder, "log")];
  mkdirSync(path);
  for (const name of applets())
    addScript(path, name, `echo ${name} >>${log}\nexec /usr/bin/busybox ${name} "$@"`);
  for (const name of ASKED) addScript(path, name, `echo ${name} >>${log}\necho said`);
  expect(await collect(path)).toMatchObject({ code: 0 });
  return [...new Set(readFileSync(log, "utf8").trim().split("\n"))];
}

const taken = (files: Taken[]) => files.filter(({ bytes }) => bytes !== null);

describe.skipIf(missing)(`without a tool ${missing ?? ""}`, () => {
  let used: string[];
  let whole: Taken[];
  const spared: string[] = [];

  /** What else went missing with a tool. */
  async function lostWith(tool: string): Promise<string[]> {
    const { code, stdout, stderr } = await collect(toolsBut(join(folder, `no-${tool}`), [tool]));
    if (code === 1 && !ASKED.includes(tool)) {
      const refusal = `conntriage: this needs ${tool}, which is not installed\n`;
      return stderr === refusal ? [] : [`${tool} is missed with: ${stderr}`];
    }
    if (code !== 0) return [`${tool} is missed with exit code ${code}: ${stderr}`];
    spared.push(tool);
    const { files } = unpack(stdout, folder).manifest;
    const now = new Set(taken(files).map(({ path }) => path));
    const named = files.filter(({ reason }) => reason?.includes(tool) && /installed/.test(reason));
    const isNamed = ({ path, command }: Taken) =>
      named.some((one) => one.path === path) ||
      (path.startsWith("dump/") && command.startsWith(`${tool} `)); // the dump is read elsewhere
    return taken(whole)
      .filter((file) => !now.has(file.path) && !isNamed(file))
      .map(({ path }) => `${tool} is missed in ${path}`);
  }

  beforeAll(async () => {
    used = await toolsUsed();
    const { stdout } = await collect(toolsBut(join(folder, "none"), []));
    whole = unpack(stdout, folder).manifest.files;
  }, 60_000);

  it("all else is taken, or one line names it", { timeout: 120_000 }, async () => {
    const left = used.filter((tool) => tool !== "ash" && tool !== "sh");
    const lost: string[] = [];
    const work = async () => {
      for (let tool = left.pop(); tool !== undefined; tool = left.pop())
        lost.push(...(await lostWith(tool)));
    };
    await Promise.all([work(), work(), work(), work()]);
    expect(lost).toEqual([]);
    expect(spared).toEqual(expect.arrayContaining([...ASKED, "timeout", "mktemp", "sha256sum"]));
  });
});
