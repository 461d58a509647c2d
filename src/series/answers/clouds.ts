import { type Fields, isFields } from "../../parsers/json-shapes.ts";
import { type Named, titled } from "../named.ts";
import { fieldsIn, type Shape, textOf } from "./shape.ts";

/** What a service makes of the samples of a period: for a table the highest count is as good as the mean. */
const STATISTICS = ["average", "maximum", "total", "sum", "minimum", "samplecount", "count"];

function statisticOf(point: Fields): unknown {
  const byName = new Map(Object.entries(point).map(([key, one]) => [key.toLowerCase(), one]));
  return STATISTICS.map((name) => byName.get(name)).find((one) => typeof one === "number");
}

/** CloudWatch: `get-metric-data` and `get-metric-statistics`. */
export const cloudWatch: Shape = (value) => {
  if (Array.isArray(value["MetricDataResults"]))
    return fieldsIn(value["MetricDataResults"]).map(({ Label, Timestamps, Values }) => ({
      title: textOf(Label),
      samples: pairs(Timestamps, Values),
    }));
  if (!Array.isArray(value["Datapoints"])) return null;
  const samples = fieldsIn(value["Datapoints"]).map(
    (one) => [one["Timestamp"], statisticOf(one)] as const,
  );
  return [{ title: textOf(value["Label"]), samples }];
};

/** Azure Monitor: `az monitor metrics list`. */
export const azure: Shape = (value) => {
  const metrics = fieldsIn(value["value"]);
  if (!metrics.some((one) => Array.isArray(one["timeseries"]))) return null;
  return metrics.flatMap(({ name, timeseries }) =>
    fieldsIn(timeseries).map(({ data, metadatavalues }) => ({
      title: titled(
        nameIn(name),
        Object.fromEntries(
          fieldsIn(metadatavalues).map((one) => [nameIn(one["name"]), one["value"]]),
        ),
      ),
      samples: fieldsIn(data).map((one) => [one["timeStamp"], statisticOf(one)] as const),
    })),
  );
};

const nameIn = (name: unknown): string => (isFields(name) ? textOf(name["value"]) : textOf(name));

/** Google Cloud: `timeSeries.list`. */
export const google: Shape = (value) => {
  if (!Array.isArray(value["timeSeries"])) return null;
  return fieldsIn(value["timeSeries"]).map(({ metric, resource, points }) => ({
    title: titled(isFields(metric) ? textOf(metric["type"]) : "", {
      ...labelsOf(resource),
      ...labelsOf(metric),
    }),
    samples: fieldsIn(points).map(({ interval, value: said }) => [
      isFields(interval) ? interval["endTime"] : null,
      isFields(said) ? (said["doubleValue"] ?? said["int64Value"]) : null,
    ]),
  }));
};

const labelsOf = (of: unknown): Fields =>
  isFields(of) && isFields(of["labels"]) ? of["labels"] : {};

/** Datadog: both versions of its query. The second names no metric: its file's name has to. */
export const datadog: Shape = (value) => {
  const series = fieldsIn(value["series"]);
  if (series.some((one) => Array.isArray(one["pointlist"])))
    return series.map(({ metric, scope, pointlist }) => ({
      title: titled(textOf(metric), tagsOf(textOf(scope).split(","))),
      samples: pairsIn(pointlist),
    }));
  const data = isFields(value["data"]) ? value["data"] : {};
  const { times, values, series: named } = isFields(data["attributes"]) ? data["attributes"] : {};
  if (!Array.isArray(times) || !Array.isArray(values)) return null;
  return fieldsIn(named).map(({ group_tags }, at) => ({
    title: titled("", tagsOf(Array.isArray(group_tags) ? group_tags.map(String) : [])),
    samples: pairs(times, values[at]),
  }));
};

const tagsOf = (tags: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    tags.flatMap((tag) => {
      const [, key, one] = /^([\w.-]{1,64}):(.{1,253})$/.exec(tag) ?? [];
      return key === undefined ? [] : [[key, one!]];
    }),
  );

/** Graphite: `/render?format=json`. The value stands before the time. */
export const graphite = (list: readonly Fields[]): Named[] | null =>
  list.every((one) => typeof one["target"] === "string" && Array.isArray(one["datapoints"]))
    ? list.map(({ target, datapoints }) => ({
        title: textOf(target),
        samples: pairsIn(datapoints).map(([value, time]) => [time, value] as const),
      }))
    : null;

const pairs = (times: unknown, values: unknown): Named["samples"] =>
  Array.isArray(times) && Array.isArray(values)
    ? times.map((time, at) => [time, values[at]] as const)
    : [];

const pairsIn = (list: unknown): [unknown, unknown][] =>
  Array.isArray(list) ? list.flatMap((one) => (Array.isArray(one) ? [[one[0], one[1]]] : [])) : [];
