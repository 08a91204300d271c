/**
 * What everything of `modulab` stands on: seeds, names, configuration.
 *
 * @module
 */

export { cellSignal } from "./cell_signal.ts";
export { ConfigError } from "./check_config.ts";
export {
  type Configurable,
  Configured,
  fromNamedConfig,
  type NamedConfig,
  type Stateful,
  toNamedConfig,
} from "./configured.ts";
export { UnknownNameError } from "./names.ts";
export { type SeedState, SeedStream } from "./seed.ts";
