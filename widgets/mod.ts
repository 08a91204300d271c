/**
 * Widgets: live views of what a session computes, with a static form for everywhere else.
 *
 * @module
 */

// protocol: a state that session and frontend share
export type { CommMessage, CommOptions, WidgetComm, WidgetComms } from "./protocol/comms.ts";
export { type ModelInit, WidgetModel } from "./protocol/model.ts";

// training: curves that follow a run
export type { CurveState, Series } from "./training/view.ts";
export {
  type Display,
  type Point,
  TrainingCurve,
  type TrainingCurveOptions,
} from "./training/training_curve.ts";
export type { Clock } from "./throttle.ts";
