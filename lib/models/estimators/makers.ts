/**
 * Estimators by name: what saved graphs name.
 *
 * @module
 */

import type { ModelMaker } from "../registry.ts";
import { GaussianProcess } from "./gaussian_process.ts";
import { GradientBoosting } from "./gradient_boosting.ts";
import { KMeans } from "./k_means.ts";
import { KNearestNeighbors } from "./k_nearest_neighbors.ts";
import { LinearRegression } from "./linear_regression.ts";
import { LogisticRegression } from "./logistic_regression.ts";
import { PCA } from "./pca.ts";
import { RandomForest } from "./random_forest.ts";
import { Ridge } from "./ridge.ts";

/** From the name of an estimator to what makes its plan of a saved config. */
export const estimatorMakers: Readonly<Record<string, ModelMaker>> = {
  linearRegression: (config) => LinearRegression.fromConfig(config),
  ridge: (config) => Ridge.fromConfig(config),
  logisticRegression: (config) => LogisticRegression.fromConfig(config),
  pca: (config) => PCA.fromConfig(config),
  kMeans: (config) => KMeans.fromConfig(config),
  kNearestNeighbors: (config) => KNearestNeighbors.fromConfig(config),
  randomForest: (config) => RandomForest.fromConfig(config),
  gradientBoosting: (config) => GradientBoosting.fromConfig(config),
  gaussianProcess: (config) => GaussianProcess.fromConfig(config),
};
