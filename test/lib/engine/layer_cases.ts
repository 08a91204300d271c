/** Every layer of tf.layers with an input to apply it to, or the reason why it cannot be recorded. */
import * as tf from "../../../lib/tf.ts";
import { spaced } from "./finite_differences.ts";
import { floats, integers } from "./rule_cases.ts";

type Layer = { apply(inputs: tf.Tensor | tf.Tensor[], options?: object): unknown };

/** A layer, what goes in, and what is expected. */
export interface LayerCase {
  readonly make: () => Layer;
  readonly inputs: readonly tf.Tensor[];
  /** Error that names why the layer cannot be recorded. */
  readonly refused?: RegExp;
  /** Its training draws numbers, so only shapes are compared there. */
  readonly random?: boolean;
  /** tfjs-cpu cannot train it: its slopes are compared with differences instead. */
  readonly peerless?: boolean;
  /** tfjs has no gradient of its kernel: it is only used. */
  readonly fixed?: boolean;
}

const { layers } = tf;
const rows = spaced([3, 4]);
const sequence = floats([2, 5, 3]);
const image = floats([2, 6, 6, 2]);
const spacedImage = spaced([2, 5, 5, 2], { gap: 0.1 });
const volume = spaced([1, 4, 4, 4, 2], { gap: 0.1 });
const words = integers([2, 5], { low: 0, high: 6 });

function layer(make: () => unknown, ...inputs: tf.Tensor[]): LayerCase {
  return { make: make as () => Layer, inputs };
}

const cell = { units: 3, recurrentInitializer: "glorotUniform" } as const;
const twice = [rows, tf.add(spaced([3, 4], { seed: 5 }), 0.0525)];

/** By the name that makes it, with a remark where there are several. */
export const LAYER_CASES: Readonly<Record<string, LayerCase>> = {
  activation: layer(() => layers.activation({ activation: "softsign" }), rows),
  add: layer(() => layers.add(), ...twice),
  alphaDropout: { ...layer(() => layers.alphaDropout({ rate: 0.4 }), rows), random: true },
  average: layer(() => layers.average(), ...twice),
  averagePooling1d: layer(() => layers.averagePooling1d({ poolSize: 2 }), sequence),
  averagePooling2d: layer(() => layers.averagePooling2d({ poolSize: 2 }), image),
  averagePooling3d: layer(() => layers.averagePooling3d({ poolSize: 2, strides: 2 }), volume),
  batchNormalization: layer(() => layers.batchNormalization(), image),
  bidirectional: layer(
    () => layers.bidirectional({ layer: layers.lstm(cell) as never, mergeMode: "concat" }),
    sequence,
  ),
  categoryEncoding: {
    ...layer(() => layers.categoryEncoding({ numTokens: 6, outputMode: "multiHot" }), words),
    refused: /read the result of Greater.*by the layer CategoryEncoding/,
  },
  centerCrop: { ...layer(() => layers.centerCrop({ height: 3, width: 4 }), image), fixed: true },
  concatenate: layer(() => layers.concatenate({ axis: 1 }), ...twice),
  conv1d: layer(() => layers.conv1d({ filters: 2, kernelSize: 3, padding: "same" }), sequence),
  conv2d: layer(() => layers.conv2d({ filters: 3, kernelSize: 3, activation: "relu" }), image),
  // The fused kernel of tfjs refuses to train it; tf.conv2d with dilations trains.
  "conv2d dilated": {
    ...layer(() => layers.conv2d({ filters: 3, kernelSize: 2, dilationRate: 2 }), image),
    fixed: true,
  },
  conv2dTranspose: layer(
    () => layers.conv2dTranspose({ filters: 3, kernelSize: 3, strides: 2 }),
    image,
  ),
  conv3d: layer(() => layers.conv3d({ filters: 2, kernelSize: 2 }), volume),
  conv3dTranspose: {
    ...layer(() => layers.conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2 }), volume),
    peerless: true,
  },
  convLstm2d: layer(
    () => layers.convLstm2d({ filters: 2, kernelSize: 2, recurrentInitializer: "glorotUniform" }),
    floats([1, 3, 5, 5, 2]),
  ),
  cropping2D: layer(() => layers.cropping2D({ cropping: [[1, 0], [2, 1]] }), image),
  dense: layer(() => layers.dense({ units: 3, activation: "tanh" }), rows),
  "dense on sequences": layer(() => layers.dense({ units: 3, activation: "gelu" }), sequence),
  depthwiseConv2d: layer(() => layers.depthwiseConv2d({ kernelSize: 3 }), image),
  dot: layer(() => layers.dot({ axes: -1 }), ...twice),
  dropout: { ...layer(() => layers.dropout({ rate: 0.4 }), rows), random: true },
  elu: layer(() => layers.elu(), rows),
  embedding: layer(() => layers.embedding({ inputDim: 6, outputDim: 3 }), words),
  flatten: layer(() => layers.flatten(), image),
  gaussianDropout: { ...layer(() => layers.gaussianDropout({ rate: 0.4 }), rows), random: true },
  gaussianNoise: { ...layer(() => layers.gaussianNoise({ stddev: 0.4 }), rows), random: true },
  globalAveragePooling1d: layer(() => layers.globalAveragePooling1d(), sequence),
  globalAveragePooling2d: layer(
    () => layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    image,
  ),
  globalMaxPooling1d: layer(() => layers.globalMaxPooling1d(), sequence),
  globalMaxPooling2d: layer(
    () => layers.globalMaxPooling2d({ dataFormat: "channelsLast" }),
    image,
  ),
  gru: layer(() => layers.gru({ ...cell, returnSequences: true }), sequence),
  layerNormalization: layer(() => layers.layerNormalization(), sequence),
  leakyReLU: layer(() => layers.leakyReLU({ alpha: 0.2 }), rows),
  lstm: layer(() => layers.lstm({ ...cell, returnSequences: true }), sequence),
  masking: layer(() => layers.masking({ maskValue: 0 }), spaced([2, 5, 3])),
  maxPooling1d: layer(() => layers.maxPooling1d({ poolSize: 2 }), sequence),
  maxPooling2d: layer(() => layers.maxPooling2d({ poolSize: 2, padding: "same" }), spacedImage),
  maxPooling3d: layer(() => layers.maxPooling3d({ poolSize: 2, strides: 2 }), volume),
  maximum: layer(() => layers.maximum(), ...twice),
  minimum: layer(() => layers.minimum(), ...twice),
  multiply: layer(() => layers.multiply(), ...twice),
  permute: layer(() => layers.permute({ dims: [2, 1] }), sequence),
  prelu: layer(() => layers.prelu({ alphaInitializer: "glorotUniform" }), sequence),
  randomWidth: {
    ...layer(() => layers.randomWidth({ factor: 0.4 }), image),
    refused: /randomUniform.*by the layer RandomWidth/,
  },
  reLU: layer(() => layers.reLU({ maxValue: 1 }), rows),
  repeatVector: layer(() => layers.repeatVector({ n: 3 }), rows),
  rescaling: layer(() => layers.rescaling({ scale: 2, offset: 1 }), image),
  reshape: layer(() => layers.reshape({ targetShape: [3, -1] }), image),
  resizing: layer(() => layers.resizing({ height: 4, width: 9 }), image),
  rnn: layer(() => layers.rnn({ cell: layers.gruCell(cell) as never }), sequence),
  separableConv2d: layer(() => layers.separableConv2d({ filters: 3, kernelSize: 3 }), image),
  simpleRNN: layer(() => layers.simpleRNN(cell), sequence),
  softmax: layer(() => layers.softmax({}), rows),
  spatialDropout1d: {
    ...layer(() => layers.spatialDropout1d({ rate: 0.4 }), sequence),
    random: true,
  },
  stackedRNNCells: layer(
    () =>
      layers.rnn({
        cell: layers.stackedRNNCells({
          cells: [layers.lstmCell(cell) as never, layers.simpleRNNCell(cell) as never],
        }) as never,
      }),
    sequence,
  ),
  thresholdedReLU: layer(() => layers.thresholdedReLU({ theta: 0.4 }), rows),
  timeDistributed: layer(
    () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
    sequence,
  ),
  upSampling2d: layer(() => layers.upSampling2d({ size: [2, 3] }), image),
  zeroPadding2d: layer(() => layers.zeroPadding2d({ padding: [[1, 0], [2, 1]] }), image),
};
