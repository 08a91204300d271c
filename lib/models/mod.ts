/**
 * What nodes compute with.
 *
 * @module
 */

export { activations } from "./activations.ts";
export { Autoencoder } from "./autoencoder.ts";
export { CNN } from "./cnn.ts";
export { describeModel, type ModelDescription, writeModel } from "./describe_model.ts";
export { FunctionModel, pureFunction } from "./function_model.ts";
export { GPT } from "./gpt.ts";
export { disagreements, type Interface, obstacles } from "./interface.ts";
export { LayersModel } from "./layers_model.ts";
export { MLP } from "./mlp.ts";
export { type Model, NotFittedError, ShapeError, StateError } from "./model.ts";
export { OnnxModel } from "./onnx_model.ts";
export { Recurrent } from "./recurrent.ts";
export { models } from "./registry.ts";
export { ShapedModel, type Shapes } from "./shaped_model.ts";
export { TransformerEncoder } from "./transformer_encoder.ts";

// estimators
export { GaussianProcess } from "./estimators/gaussian_process.ts";
export { GradientBoosting } from "./estimators/gradient_boosting.ts";
export { KMeans } from "./estimators/k_means.ts";
export { KNearestNeighbors } from "./estimators/k_nearest_neighbors.ts";
export { LinearRegression } from "./estimators/linear_regression.ts";
export { LogisticRegression } from "./estimators/logistic_regression.ts";
export { PCA } from "./estimators/pca.ts";
export { RandomForest } from "./estimators/random_forest.ts";
export { Ridge } from "./estimators/ridge.ts";
export { WeightsError } from "./estimators/table.ts";
