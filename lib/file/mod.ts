/**
 * Whole experiments as files.
 *
 * @module
 */

export {
  loadExperiment,
  type LoadOptions as ExperimentLoadOptions,
  loadState,
  saveExperiment,
  type SaveOptions as ExperimentSaveOptions,
} from "./experiment_file.ts";
export { ExperimentFileError } from "./experiment_file_error.ts";
export { experimentFromYaml, experimentToYaml } from "./experiment_yaml.ts";
