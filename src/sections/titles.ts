import { isKnownCommand } from "./known-commands.ts";
import { namesNoMachine } from "./no-machine.ts";
import { type Phase, phaseBehind, readPhase } from "./phases.ts";
import { settingAlone } from "./setting-titles.ts";

/** A line that names what follows it: a file, a command, a machine. */
export interface Title {
  path?: string;
  command?: string;
  host?: string;
  namespace?: string;
  time?: string;
  /** Which of two moments it is of. */
  phase?: Phase;
}

/** Characters of a title, with a command that it may name. */
const LONGEST = 2100;
const PATH = /^(?:~|\.{1,2})?\/?[\w.@%+-]{1,128}(?:\/[\w.@%+=:-]{1,253}){1,16}$/;
const HOST = /^[A-Za-z0-9](?=[\w.-]*[\d.-])[\w.-]{1,252}$/;
/** `==> x <==`, `*** Output of x ***`, `----- x -----`, `### x`, `[x]` of head, collectors and people. */
const FRAMED =
  /^(?:==> (?<head>.+?) <==|\*{2,} ?(?:Output (?:of|for|from):? ?)?(?<stars>[^*].*?)\s{0,8}\*{2,}|[-=#~_+]{2,}\s{0,4}(?<rule>[^-=#~_+\s].*?)\s{0,4}[-=#~_+:]{0,80}|#{1,6} (?<hash>\S.*))$/;

/** Reads a line as a title, or null. */
export function readTitle(text: string): Title | null {
  if (text.length > LONGEST) return null;
  const phase = readPhase(text);
  if (phase !== null) return { phase };
  const setting = settingAlone(text);
  if (setting !== null) return { path: setting };
  const watch = /^Every \d[\d.,]{0,8}s: (.{1,2000})$/.exec(text);
  if (watch !== null) return ofWatch(watch[1]!);
  // what kubectl says first of a pod on a node: all that is typed in it is asked of that node
  const debugged =
    /^Creating debugging pod \S{1,253} with container \S{1,253} on node ([\w.-]{1,252})\.$/.exec(
      text,
    )?.[1];
  if (debugged !== undefined) return { host: debugged };
  const ansible =
    /^([A-Za-z0-9][\w.-]{0,252}) \| (?:CHANGED|SUCCESS|FAILED|UNREACHABLE|rc=\d)/.exec(text);
  if (ansible !== null) return { host: ansible[1]! };
  const pssh =
    /^\[\d{1,6}\] \d\d:\d\d:\d\d \[(?:SUCCESS|FAILURE)\] (?:[\w.-]{1,64}@)?([\w.-]{1,253})/.exec(
      text,
    )?.[1];
  if (pssh !== undefined) return { host: pssh };
  const bolt = /^Finished on ([\w.-]{1,253}):$/.exec(text)?.[1];
  if (bolt !== undefined) return { host: bolt };
  const on =
    /^(?:(?:the )?(?:output|results?|values?|settings|state|same|and|now) )?(?:on|from) (?:the )?(?:node |host |server )?(?!before|after|\d)((?=[\w.-]{0,252}[\d-])[A-Za-z][\w.-]{1,252}):$/i.exec(
      text,
    )?.[1];
  if (on !== undefined) return { host: on };
  const result = /^(?:ok|changed|fatal|failed|skipping): \[([\w.-]{1,253})\]/.exec(text)?.[1];
  if (result !== undefined) return { host: result };
  // what logcli prints above lines that share labels
  const common =
    /^Common labels: \{.{0,1000}?\b(?:host(?:name)?|node(?:_?name)?|instance)="([A-Za-z0-9][\w.-]{0,252})(?::\d{1,5})?"/.exec(
      text,
    )?.[1];
  if (common !== undefined) return { host: common };
  // as ip -all netns exec prints it
  const netns = /^netns: ([\w.@:-]{1,128})$/.exec(text)?.[1];
  if (netns !== undefined) return { namespace: netns };
  // as kubectl get -o name prints it
  const node = /^nodes?\/([a-z0-9][a-z0-9.-]{0,252})$/.exec(text)?.[1];
  if (node !== undefined) return { host: node };
  // the first line of a prompt that takes two
  const prompt = /^[┌╭]─{1,3}[([]?[\w.-]{1,64}[@㉿]([A-Za-z0-9][\w.-]{0,252})(?=[\s)\]:]|$)/.exec(
    text,
  )?.[1];
  if (prompt !== undefined) return { host: prompt };
  const labelled =
    /^(?:- )?(?:node|host|(?:static )?hostname|server|machine)\s{0,4}[:=]\s{0,4}([A-Za-z0-9][\w.-]{0,252})$/i.exec(
      text,
    );
  if (labelled !== null) return { host: labelled[1]! };
  const groups = FRAMED.exec(text)?.groups;
  const inner = groups?.["head"] ?? groups?.["stars"] ?? groups?.["rule"] ?? groups?.["hash"];
  if (inner !== undefined) return named(inner.replace(/^[`'"]|[`'":]$/g, "").trim());
  const alone =
    /^(?:Output of|Command|Running|Executing|cmd|\$\()[: ]\s{0,4}[`'"]?(.{1,1000}?)[`'"]?:?$/i.exec(
      text,
    ) ?? /^`([^`]{1,1000})`:?$/.exec(text);
  if (alone !== null) return isKnownCommand(alone[1]!) ? { command: alone[1]! } : null;
  // a command between backticks, and when it ran
  const when =
    /^`([^`]{1,300})`:? \(?(?:before|after|during|again|now|later|first|second)\b.{0,80}$/i.exec(
      text,
    )?.[1];
  if (when !== undefined && isKnownCommand(when))
    return { command: when, phase: phaseBehind(text) };
  // a command by its whole path, as programs print what they run; without what is said of it in brackets
  const ran = /^\/(?:usr\/)?s?bin\/([\w.-]{1,64}(?: [^()]{1,400})?)$/.exec(text)?.[1];
  if (ran !== undefined && isKnownCommand(ran)) return { command: ran };
  // as a loop prints it before what the file holds
  if (/^\/proc\/sys\/net\/[\w/.-]{4,200}$/.test(text)) return { path: text };
  if (WHOLE_NAME.test(text)) return { host: text };
  const colon = /^([A-Za-z0-9][\w.-]{1,252}):$/.exec(text)?.[1];
  return colon !== undefined &&
    HOST.test(colon) &&
    !/^(?:\w+[./])?(?:nf_|ip_)?conntrack/.test(colon)
    ? hostOf(colon)
    : null;
}

/** A machine's whole name alone on a line, as tools write it above what it answered. */
const WHOLE_NAME =
  /^(?=[a-z-]{0,60}\d)[a-z][a-z0-9-]{1,62}(?:\.[a-z0-9-]{1,63}){1,6}\.(?!(?:txt|log|json|ya?ml|conf|sh|py|go|gz|tgz|tar|out|md|csv|html|xml|service|target|socket)$)[a-z]{2,24}$/;

/** Whether a line names a command or a file: a machine's name alone may be any word. */
export function namesOutput(text: string): boolean {
  const { command, path } = readTitle(text) ?? {};
  return command !== undefined || path !== undefined;
}

function named(inner: string): Title | null {
  if (
    isKnownCommand(inner) &&
    (/\s|^(?:dmesg|uptime|nproc|date|lscpu|free)$/.test(inner) || HOST.test(inner))
  )
    return { command: inner };
  // a pod as kubectl get -o name prints it; what else has a slash is a file
  const pod = /^pod\/((?=[a-z0-9]{1,60}-)[a-z0-9-]{3,253})$/.exec(inner)?.[1];
  if (pod !== undefined) return { host: pod };
  const last = inner.split(/\s+/).at(-1)!;
  if (PATH.test(inner)) return { path: inner };
  if (/^(?:file|path):?$/i.test(inner.split(/\s+/)[0]!) && PATH.test(last)) return { path: last };
  if (/^(?:node|host|hostname|server):?$/i.test(inner.split(/\s+/)[0]!) && HOST.test(last))
    return { host: last };
  return HOST.test(inner) && !/\.(?:txt|log|json|conf)$/.test(inner) ? hostOf(inner) : null;
}

/** A title of a machine; of none where it says what follows, or which of several times. */
const hostOf = (name: string): Title => (namesNoMachine(name) ? {} : { host: name });

/** `CMD   node1: Tue Mar  5 10:11:12 2024`: the machine and the date stand to the right. */
function ofWatch(rest: string): Title {
  const right =
    /^(.*?)\s{1,200}([A-Za-z0-9][\w.-]{0,252}): ((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .{10,40})$/.exec(
      rest,
    );
  return right === null
    ? { command: rest }
    : { command: right[1]!, host: right[2]!, time: right[3]! };
}

/** A machine's name that stood alone above a rule, as Markdown underlines a heading; null of any other. */
export const readUnderlined = (above: string): Title | null =>
  HOST.test(above) && !namesNoMachine(above) ? { host: above } : null;
