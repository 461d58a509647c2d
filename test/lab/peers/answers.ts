/** What each program said, of the version that is asked now; kept beside the programs, so that it can be judged again. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "./install.ts";
import type { Answer, Peer } from "./peer.ts";

const FOLDER = join(CACHE, "answers");
const fileOf = ({ id, version }: Peer): string =>
  join(FOLDER, `${`${id}-${version}`.replaceAll(/[^\w.]+/g, "-")}.json`);

export function keepAnswers(peer: Peer, answers: ReadonlyMap<string, Answer>): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(peer), JSON.stringify([...answers], null, 1));
}

export function keptAnswers(peer: Peer): Map<string, Answer> {
  const file = fileOf(peer);
  if (!existsSync(file)) return new Map();
  return new Map(JSON.parse(readFileSync(file, "utf8")) as [string, Answer][]);
}
