import { METRIC_SOURCES } from "./forms/metrics.ts";
import type { Open, Receiver } from "./section.ts";

/** Lines that every program's scrape has, kept for those that come after them. */
const MOST_KEPT = 64;
const MOST_SEEN = 200_000;
/** Moments of all machines of one text that are told apart. */
const MOST_SCRAPES = 10_000;

/** Metrics that say of whom and when a scrape is; from a server that scrapes many, each says so itself. */
const OF_ALL =
  /^(?:process_|kubernetes_build_info|go_info|node_(?:time_seconds|boot_time_seconds|uname_info)$)/;

/** What every client of the API server counts; of a scrape of kube-proxy they are its own. */
const OF_CLIENTS = "rest_client_requests_total";

/** A series, its value, and maybe when it was; a label's own value may hold blanks. */
const SAMPLE = /^([^{\s]{1,256}(?:\{.*\})?) +\S{1,40}(?: (\d{1,16})(?:\.\d{1,9})?)?$/;

/**
 * Gives a sample to the scrape whose it is; what all programs have, to each of them. Answers false for a sample
 * that was there already: it begins another scrape.
 */
export function takeSample(open: Open, bare: string, number: number, to: Receiver): boolean {
  const name = /^(?:# (?:HELP|TYPE|UNIT) )?([\w:]+)/.exec(bare)?.[1] ?? "";
  const source = METRIC_SOURCES.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (source === undefined) {
    if (name === OF_CLIENTS && !bare.startsWith("#"))
      for (const [key, sink] of open.scrapes)
        if (key.startsWith("kube-proxy-metrics ")) sink.line(bare, number);
    if (bare.startsWith("#") || !OF_ALL.test(name) || /[{,]instance="/.test(bare)) return true;
    if (open.kept.length < MOST_KEPT) open.kept.push({ text: bare, number });
    for (const sink of open.scrapes.values()) sink.line(bare, number);
    return true;
  }
  if (bare.startsWith("#")) {
    // it does not say whose the samples are that follow it
    if (open.held.length === 0) open.held.push({ text: bare, number });
    return true;
  }
  open.held = [];
  const [, series, stamp] = SAMPLE.exec(bare) ?? [];
  // with a time stamp, as a server keeps them, every moment of a series may stand below the other
  const at = stamp === undefined || open.scrapes.size >= MOST_SCRAPES ? "" : stamp;
  const once = `${series} ${at}`;
  if (series !== undefined && open.seen.has(once)) return false;
  if (series !== undefined && open.seen.size < MOST_SEEN) open.seen.add(once);
  const host = source === "coredns-metrics" ? null : instanceOf(bare);
  const key = `${source} ${host ?? ""} ${at}`;
  let sink = open.scrapes.get(key);
  if (sink === undefined) {
    const { context } = open.head;
    const time =
      stamp?.length === 13
        ? Number(stamp)
        : stamp?.length === 10
          ? Number(stamp) * 1000
          : context.time;
    sink = to.open({
      ...open.head,
      source,
      context: { ...context, host: host ?? context.host, time },
    });
    for (const one of open.kept) sink.line(one.text, one.number);
    open.scrapes.set(key, sink);
  }
  sink.line(bare, number);
  return true;
}

/** Ends the scrapes; one of heads alone is told to be empty by its parser. */
export function endScrapes(open: Open, to: Receiver): void {
  const head = open.held[0];
  if (open.source === "metrics" && open.scrapes.size === 0 && head !== undefined) {
    const name = /^# \w+ ([\w:]+)/.exec(head.text)?.[1] ?? "";
    const source = METRIC_SOURCES.find(([prefix]) => name.startsWith(prefix))![1];
    const sink = to.open({ ...open.head, source });
    sink.line(head.text, head.number);
    sink.end();
  }
  for (const sink of open.scrapes.values()) sink.end();
}

/** The machine that a sample is of, where a server that scrapes many has put it there. */
function instanceOf(bare: string): string | null {
  const instance = /[{,]instance="([^"]{1,253})"/.exec(bare)?.[1];
  if (instance === undefined)
    return (
      /[{,](?:node|nodename|kubernetes_node|host(?:name)?)="([A-Za-z0-9][\w.-]{0,252})"/.exec(
        bare,
      )?.[1] ?? null
    );
  // the exporter beside the server: any machine
  if (/^(?:https?:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::|$)/.test(instance))
    return null;
  const node = /[{,](?:node|nodename|kubernetes_node)="([^"]{1,253})"/.exec(bare)?.[1];
  return node ?? instance.replace(/^https?:\/\//, "").replace(/:\d{1,5}$/, "");
}
