import type { Redaction } from "./redaction.ts";

/** Labels whose values are the program's own words and numbers. */
const SHOWN_LABELS =
  /^(?:le|quantile|rcode|code|method|verb|ip_family|family|table|proto|type|reason|direction|result|outcome|map_name|plugin|proxy_name|cpu|(?:git_?|go_?)?version|major|minor|compiler|platform|sysname|machine|release)$/i;

/** Of metrics that are wanted their names, numbers, and labels; of labels that may name somebody, hidden values. */
export const shownMetrics =
  (wanted: (name: string) => boolean): Redaction =>
  () =>
  (line, hide) => {
    const head =
      /^\s*# (?:HELP|TYPE) ([a-zA-Z_:][\w:]{0,255})(?: (?:counter|gauge|histogram|summary|untyped)$)?/.exec(
        line,
      );
    if (head !== null) return wanted(head[1]!.replace(/_(?:bucket|sum|count)$/, "")) ? head[0] : "";
    const [, name, labels = "", rest] =
      /^\s*([a-zA-Z_:][\w:]{0,255})(\{.*\})?(\s+[-+\w.]{1,40}(?:\s+\d{1,20}(?:\.\d{1,9})?)?)\s*$/.exec(
        line,
      ) ?? [];
    if (name === undefined || !wanted(name)) return "";
    const hidden = labels.replace(
      /\b(\w+)(\s*=\s*)"((?:[^"\\]|\\.)*)"/g,
      (whole, label: string, sign: string, value: string) =>
        SHOWN_LABELS.test(label) && /^[\w.+<>:/ -]{0,64}$/.test(value)
          ? whole
          : `${label}${sign}"${hide.name(value)}"`,
    );
    return name + hidden + rest;
  };
