/** Network namespaces: made for one lab node, deleted however the lab ends. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { atExit } from "./cleanup.ts";
import { run } from "./shell.ts";

const FOLDER = "/run/netns";

/** The prefix of this lab's namespaces carries its process number, so that labs do not collide. */
const PREFIX = "ctlab";

/** How many known inodes are passed over before a person must clear the kernel log. */
const MOST_STALE = 200;

let nodes = 0;

/** The beginning of all names of one more lab node. */
export function nextNodeName(): string {
  sweep();
  nodes += 1;
  return `${PREFIX}${process.pid}-${nodes}`;
}

export interface Namespace {
  readonly name: string;
  remove(): void;
}

export function makeNamespace(name: string): Namespace {
  run("ip", ["netns", "add", name]);
  return { name, remove: atExit(() => run("ip", ["netns", "del", name])) };
}

/** Gives a name to the namespace that this kernel began with; removing takes the name only. */
export function nameFirstNamespace(name: string): Namespace {
  run("ip", ["netns", "attach", name, "1"]);
  return { name, remove: atExit(() => run("ip", ["netns", "del", name])) };
}

/**
 * Makes a namespace of which the kernel log knows nothing.
 *
 * The kernel names a namespace by its inode (`table full in netns 4026532323`) and gives the inodes
 * of deleted ones out again, so that lines about a former namespace would become the history of the
 * new one. Namespaces with such an inode hold their place until a fresh one is found.
 */
export function makeFreshNamespace(name: string): Namespace {
  const log = run("dmesg", []);
  const stale: Namespace[] = [];
  try {
    while (stale.length < MOST_STALE) {
      const made = makeNamespace(stale.length ? `${name}${stale.length}` : name);
      if (!log.includes(`in netns ${statSync(`${FOLDER}/${made.name}`).ino}`)) return made;
      stale.push(made);
    }
  } finally {
    for (const { remove } of stale) remove();
  }
  throw new Error("the kernel log knows every namespace number; clear it by dmesg -C");
}

/** Namespaces of labs whose process is gone. */
export function orphans(): string[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER).filter((name) => {
    const owner = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : 0;
    return owner > 0 && !existsSync(`/proc/${owner}`);
  });
}

/** Deletes what a lab left behind whose process was killed outright. */
function sweep(): void {
  for (const name of orphans()) run("ip", ["netns", "del", name]);
}
