import { NO_HOST } from "../parsers/log-host.ts";
import { answerTo } from "./answers.ts";
import { dateOf } from "./dates.ts";
import { beginsAsKernels } from "./forms/kernel.ts";
import { METRIC_HEAD } from "./forms/metrics.ts";
import { formOf } from "./forms.ts";
import { type PeeledLine, peel } from "./peel.ts";
import { readPrompt } from "./prompt.ts";
import { respell } from "./respell.ts";
import { aboutOf, type Own } from "./section.ts";
import { namesOutput } from "./titles.ts";
import { TRAILER } from "./trailers.ts";

/** What a line must hold for it to be worth peeling: no form is without one of these. */
const KEY =
  /src=|conntrack|cpu=\d|entries|net[./]|proc\/|kernel|_allowance_|Tcp|Ip|[*:]|-A |table |processor|Mem|\bup |=|netns|Prot|sockets|Total|State|Inter|_total|\d\.\d|\d{8}/;
const PROMPT = /[#$%>❯]/;

const isWorthPeeling = (bare: string, { context }: Own): boolean =>
  KEY.test(bare) || PROMPT.test(bare) || context.expects.length > 0;

/** Whether what is left of a line, without what may stand around it, is an output's or stands around one. */
const meansSomething = (bare: string, own: Own): boolean =>
  formOf(bare, aboutOf(own)) !== null ||
  METRIC_HEAD.test(bare) ||
  TRAILER.test(bare) ||
  readPrompt(bare) !== null ||
  dateOf(bare) !== null ||
  respell(bare, aboutOf(own)) !== null ||
  namesOutput(bare) ||
  own.context.expects.some((one) => answerTo(one, bare) !== null);

/** A line without what stands around it, where the rest means something; else null. */
export const peelToMeaning = (text: string, bare: string, own: Own): PeeledLine | null =>
  isWorthPeeling(bare, own) ? peel(text, (inner) => meansSomething(inner.trim(), own)) : null;

/** A line of the kernel's behind the name of its machine, where it would be known with it, too; else null. */
export function peelToKernel(text: string, bare: string, own: Own): PeeledLine | null {
  if (beginsAsKernels(bare) || respell(bare, aboutOf(own)) !== null) return null;
  const found = peel(text, (inner) => beginsAsKernels(inner.trim()));
  const host = found?.peeled.host;
  return host === undefined || NO_HOST.test(host) ? null : found;
}
