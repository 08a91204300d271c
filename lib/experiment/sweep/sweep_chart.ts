/**
 * Trials as charts.
 *
 * @module
 */

import { type Chart, shownChart } from "../metrics/chart.ts";
import type { SweepObjective } from "./objective.ts";
import type { ParameterRange, ParameterValue } from "./parameters.ts";

/** What is drawn of a sweep. */
interface DrawnSweep {
  readonly objective: SweepObjective;
  readonly ranges: Readonly<Record<string, ParameterRange>>;
  readonly trials: readonly {
    readonly label: string;
    readonly value: number;
    readonly parameters: Readonly<Record<string, ParameterValue>>;
  }[];
}

/**
 * Draws trials that have a value.
 *
 * @param sweep trials and their parameters
 * @returns points for one parameter, parallel coordinates for more
 * @example
 * ```ts
 * import { chartOfTrials } from "./sweep_chart.ts";
 * const parameters = { hidden: 8 };
 * const trials = [{ label: "trial_0", value: 0.5, parameters }];
 * chartOfTrials({ objective: { metric: "val_loss" }, ranges: { hidden: [8, 16] }, trials }).mark;
 * ```
 */
export function chartOfTrials(sweep: DrawnSweep): Chart {
  const [name, ...others] = Object.keys(sweep.ranges);
  const drawn = sweep.trials.filter(({ value }) => Number.isFinite(value));
  const one = { ...sweep, trials: drawn };
  const spec = name !== undefined && others.length === 0 ? points(one, name) : lines(one);
  return shownChart(spec, `${sweep.objective.metric} of ${drawn.length} trials`);
}

function points({ objective: { metric }, ranges, trials }: DrawnSweep, name: string): object {
  const values = trials.map(({ label, value, parameters }) => ({
    trial: label,
    x: plain(parameters[name] ?? null),
    y: value,
  }));
  const isNumeric = values.every(({ x }) => typeof x === "number");
  const scale = isLog(ranges[name]) ? { type: "log" } : { zero: false };
  return {
    data: { values },
    mark: { type: "point", tooltip: true },
    encoding: {
      x: isNumeric
        ? { field: "x", type: "quantitative", title: name, scale }
        : { field: "x", type: "nominal", title: name },
      y: { field: "y", type: "quantitative", title: metric, scale: { zero: false } },
      detail: { field: "trial" },
    },
  };
}

/** Each parameter has an axis of its own, from its least to its greatest value. */
function lines({ objective: { metric }, ranges, trials }: DrawnSweep): object {
  const names = Object.keys(ranges);
  const places = new Map(names.map((name) => {
    const all = trials.map(({ parameters }) => parameters[name] ?? null);
    return [name, placesOf(all, isLog(ranges[name]))] as const;
  }));
  const values = trials.flatMap(({ label, value, parameters }, at) =>
    names.map((name) => ({
      trial: label,
      parameter: name,
      place: places.get(name)?.[at] ?? 0,
      value: String(plain(parameters[name] ?? null)),
      objective: value,
    }))
  );
  return {
    data: { values },
    mark: { type: "line", point: true, tooltip: true },
    encoding: {
      x: { field: "parameter", type: "nominal", sort: names, title: null },
      y: { field: "place", type: "quantitative", axis: null },
      color: { field: "objective", type: "quantitative", title: metric },
      detail: { field: "trial" },
      tooltip: ["trial", "parameter", "value", "objective"].map((field) => ({ field })),
    },
  };
}

/** From 0 to 1; texts stand in the order in which they come. */
function placesOf(values: readonly ParameterValue[], log: boolean): readonly number[] {
  const plainValues = values.map(plain);
  const kinds = [...new Set(plainValues)];
  const numbers = plainValues.map((value) =>
    typeof value === "number" ? (log ? Math.log(value) : value) : kinds.indexOf(value)
  );
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return numbers.map((number) => most === least ? 0.5 : (number - least) / (most - least));
}

function plain(value: ParameterValue): number | string {
  if (typeof value === "number" || typeof value === "string") return value;
  return JSON.stringify(value);
}

function isLog(range: ParameterRange | undefined): boolean {
  return range !== undefined && !Array.isArray(range) && "kind" in range &&
    range.kind === "logUniform";
}
