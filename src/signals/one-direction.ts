import { endpointText } from "../attribution/offenders.ts";
import { IS_UDP } from "../attribution/use-ids.ts";
import type { Place } from "../errors.ts";
import { found } from "../facts/facts.ts";
import { CLASS_MASK, IPV6 } from "../parsers/conntrack-table/row.ts";
import { CLASS } from "../parsers/conntrack-table/states.ts";
import type { ServiceProtocol } from "../parsers/rule-target.ts";
import type { NotrackRule } from "../parsers/ruleset.ts";
import { covers } from "./notrack.ts";
import { wholeRules } from "./services.ts";
import { at, oncePerContext, type SignalContext } from "./signal.ts";

/** Entries of one direction of a server's connections, whose other direction a rule keeps out of the table. */
export interface Half {
  entries: number;
  /** `address:port/protocol` of the server that has most of them, and its entries. */
  server: string | null;
  most: number;
  /** Whether it is the answers that are tracked; else it is the questions. */
  isAnswers: boolean;
  place: Place;
}

/** Questions to and answers of DNS servers have a cause of their own. */
const DNS = 53;
const QUESTIONS = new Set([CLASS["unanswered-syn"], CLASS["udp-one-way"]]);

const isOf = (address: string | null, wanted: string): boolean =>
  address === null || address === "network" || address.replace(/\/(?:32|128)$/, "") === wanted;

type Server = { protocol: ServiceProtocol; address: string; port: number };
const isQuestion = (rule: NotrackRule, { protocol, address, port }: Server): boolean =>
  (rule.protocol ?? protocol) === protocol &&
  covers(rule.dport, port) &&
  isOf(rule.destination, address);
const isAnswer = (rule: NotrackRule, { protocol, address, port }: Server): boolean =>
  (rule.protocol ?? protocol) === protocol &&
  covers(rule.sport, port) &&
  isOf(rule.source, address);

function look({ facts, tables, attribution }: SignalContext): Half | null {
  const all = [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")];
  const rules = all.flatMap(({ entry, fact }) => fact.notrack.map((rule) => ({ ...rule, entry })));
  const [first] = all;
  if (first === undefined) return null;
  const half: Half = {
    entries: 0,
    server: null,
    most: 0,
    isAnswers: true,
    place: at(first.entry, 1),
  };
  // some of the rules do not tell what is not among the others; nft may leave out what it cannot say
  if (rules.length === 0) return wholeRules(facts) === undefined ? null : half;
  const byServer = new Map<string, number>();
  const note = (server: Server, name: string, isAnswers: boolean, count: number): void => {
    if (server.port === DNS) return;
    const [covering, lacking] = isAnswers ? [isQuestion, isAnswer] : [isAnswer, isQuestion];
    const rule = rules.find((one) => covering(one, server));
    if (rule === undefined || rules.some((one) => lacking(one, server))) return;
    const entries = (byServer.get(name) ?? 0) + count;
    byServer.set(name, entries);
    half.entries += count;
    if (entries <= half.most) return;
    Object.assign(half, {
      server: name,
      most: entries,
      isAnswers,
      place: at(rule.entry, rule.line),
    });
  };
  for (const table of tables) {
    const take = (word: number, port: number, meta: number, isAnswers: boolean, count: number) => {
      const v6 = (meta & IPV6) !== 0;
      const protocol = IS_UDP[meta & CLASS_MASK] === 1 ? "udp" : "tcp";
      const address = endpointText(table, word, 0, v6);
      const name = `${endpointText(table, word, port, v6)}/${protocol}`;
      note({ protocol, address, port }, name, isAnswers, count);
    };
    table.answers.forEach((source, sport, _, meta, count) => {
      take(source, sport, meta, true, count);
    });
    if (rules.some(({ sport, dport }) => sport !== null && dport === null))
      table.flows.forEach((dst, _, ports, meta, count) => {
        if (QUESTIONS.has(meta & CLASS_MASK)) take(dst, ports >>> 16, meta, false, count);
      });
  }
  const rows = tables.reduce((sum, { parsed }) => sum + parsed, 0);
  // of a random sample, scaled as all else
  const scale = (attribution?.entries ?? rows) / Math.max(1, rows);
  half.entries = Math.round(half.entries * scale);
  half.most = Math.round(half.most * scale);
  return half;
}

/** What a rule covers one direction of; null without rules. */
export const halfOf = oncePerContext(look);
