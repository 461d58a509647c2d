import { isSameMachine, short } from "../facts/names.ts";
import { codeSpan, formatNumber, formatSeconds } from "../format.ts";
import type { Digest } from "../report/digest-contract.ts";
import { isMachine, type Row } from "./row.ts";
import { nameOf } from "./scope.ts";

/** How many names one note lists. */
const NAMED = 5;
/** Captures that lie further apart are not of one moment. */
const APART = 3600;
/** Machines of one short name that are held against each other. */
const COMPARED = 20;

const listed = (names: readonly string[]): string =>
  names.length <= NAMED
    ? names.join(", ")
    : `${names.slice(0, NAMED).join(", ")} and ${formatNumber(names.length - NAMED)} more`;

/** What a reader must know of these bundles. */
export const notesOf = (rows: readonly Row[], digest: Digest): string[] => [
  ...broken(digest),
  ...repeated(rows),
  ...copies(digest),
  ...twoOfOneName(rows),
  ...twoNames(rows),
  ...nameless(rows),
  ...apart(rows),
  ...inPart(rows),
];

function broken({ failed, bundles }: Digest): string[] {
  if (failed.length === 0) return [];
  return [
    `${formatNumber(failed.length)} of ${formatNumber(bundles)} bundles could not be read: what they would tell is not in this report.`,
  ];
}

function repeated(rows: readonly Row[]): string[] {
  const several = rows.filter(({ node }) => node.captures.length > 1);
  if (several.length === 0) return [];
  const names = several.map(
    ({ node }) =>
      `${nameOf(node)} ${node.capturesBound === "at least" ? "at least " : ""}${node.captures.length} times`,
  );
  const isDated = several.every(({ node }) => node.captures.every(({ at }) => at !== null));
  const counts = isDated
    ? "the newest counts"
    : "the newest counts that says when it was taken, or any";
  return [
    `Captured more than once, of which ${counts}: ${listed(names)}. If machines of two clusters have one name, give each cluster by itself.`,
  ];
}

/** Each bundle that is no copy has a capture of its own. */
function copies({ bundles, nodes, failed }: Digest): string[] {
  if (nodes.some(({ capturesBound }) => capturesBound === "at least")) return [];
  const captures = nodes.reduce((sum, node) => sum + node.captures.length, 0);
  const same = bundles - failed.length - captures;
  if (same <= 0) return [];
  return [
    `${formatNumber(same)} of the ${formatNumber(bundles)} bundles ${same === 1 ? "is a copy of another: it counts" : "are copies of others: each counts"} once.`,
  ];
}

/** What does not change between two captures of one machine. */
function twoOfOneName(rows: readonly Row[]): string[] {
  const names = rows.filter(isMachine).flatMap(({ node }) => {
    const cpus = new Set(node.captures.flatMap((one) => one.cpus ?? []));
    return cpus.size < 2 ? [] : `${nameOf(node)} (${[...cpus].join(" and ")} CPUs)`;
  });
  if (names.length === 0) return [];
  return [
    `Captures under one name are of different machines, or of one that was changed; the newest alone counts: ${listed(names)}.`,
  ];
}

/** A short name and a whole one may be one machine's; whether they are, no digest tells. */
function twoNames(rows: readonly Row[]): string[] {
  const byShort = new Map<string, Row[]>();
  for (const row of rows.filter(isMachine)) {
    if (row.node.host === null) continue;
    const key = short(row.node.host);
    byShort.set(key, [...(byShort.get(key) ?? []), row]);
  }
  const pairs = [...byShort.values()].flatMap((all) =>
    all.slice(0, COMPARED).flatMap((one, at) =>
      all
        .slice(at + 1, COMPARED)
        .filter((other) => isSameMachine(one.node.host!, other.node.host))
        .map((other) => `${nameOf(one.node)} and ${nameOf(other.node)}`),
    ),
  );
  if (pairs.length === 0) return [];
  return [`Each counts as a machine of its own, and may be one: ${listed(pairs)}.`];
}

function nameless(rows: readonly Row[]): string[] {
  const without = rows.filter(({ node }) => node.host === null);
  if (without.length === 0) return [];
  const names = without.map(({ node }) => codeSpan(node.bundle));
  return [
    `No host's name is in ${listed(names)}: each counts as a node of its own, and may be one that is listed by name.`,
  ];
}

function apart(rows: readonly Row[]): string[] {
  const { first, last } = capturedOf(rows);
  if (first === null || last === null) return [];
  const seconds = (Date.parse(last) - Date.parse(first)) / 1000;
  return seconds > APART
    ? [
        `The captures lie ${formatSeconds(seconds)} apart: nodes are held against each other as they were at different times.`,
      ]
    : [];
}

function inPart(rows: readonly Row[]): string[] {
  const machines = rows.filter(isMachine);
  const part = machines.filter(({ node }) => node.rowsAre !== "whole");
  if (part.length === 0) return [];
  return [
    `Of ${formatNumber(part.length)} of ${formatNumber(machines.length)} nodes the rows of the table are not there, or only in part: what they hold is known of the others alone.`,
  ];
}

/** When the first and the last of the captures that count were taken. */
export function capturedOf(rows: readonly Row[]): { first: string | null; last: string | null } {
  const times = rows.flatMap(({ node }) =>
    node.capturedAt === null || Number.isNaN(Date.parse(node.capturedAt)) ? [] : node.capturedAt,
  );
  times.sort();
  return { first: times[0] ?? null, last: times.at(-1) ?? null };
}
