import { type Fields, isFields } from "../../parsers/json-shapes.ts";
import { type Named, titled } from "../named.ts";
import { fieldsIn, type Shape, textOf } from "./shape.ts";

/** `query_range` and `query`, and the exports of others that spell it alike. */
export const prometheus: Shape = (value) => {
  const data = isFields(value["data"]) ? value["data"] : value;
  const series = Array.isArray(data["result"]) ? data["result"] : [value];
  return series.every((one) => isFields(one) && isFields(one["metric"]))
    ? fieldsIn(series).map(seriesOf)
    : null;
};

/** An object a series, as VictoriaMetrics exports them and promtool prints them. */
export function seriesOf(series: Fields): Named {
  const { __name__: name, ...labels } = series["metric"] as Fields;
  return { title: titled(textOf(name), labels), samples: samplesOf(series) };
}

/** `value` of an instant query, `values` of a range, `values` and `timestamps` of an export. */
function samplesOf({ value, values, timestamps }: Fields): Named["samples"] {
  if (Array.isArray(values) && Array.isArray(timestamps))
    return values.map((one, at) => [timestamps[at], one] as const);
  const list = Array.isArray(values) ? values : Array.isArray(value) ? [value] : [];
  return list.flatMap((one) => (Array.isArray(one) ? [[one[0], one[1]] as const] : []));
}
