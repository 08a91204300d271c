/**
 * Gradients of kernels that move elements: slopes go back to where their elements came from.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { mirrored } from "../program/mirror.ts";

/** Of slices with steps, parts, mirrored paddings, gathering, scattering, and running sums. */
export const MOVEMENT_GRADIENTS: readonly tf.GradConfig[] = [
  {
    kernelName: "Cumsum",
    gradFunc: (dy, _saved, attrs) => {
      const { axis, exclusive, reverse } = attrs as unknown as tf.CumsumAttrs;
      return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
    },
  },
  {
    kernelName: "Cumprod",
    inputsToSave: ["x"],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, y] = saved as [tf.Tensor, tf.Tensor];
      const { axis, exclusive, reverse } = attrs as unknown as tf.CumprodAttrs;
      const product = tf.mul(dy as tf.Tensor, y);
      return { x: () => tf.div(tf.cumsum(product, axis, exclusive, !reverse), x) };
    },
  },
  {
    kernelName: "GatherV2",
    inputsToSave: ["x", "indices"],
    gradFunc: (dy, saved, attrs) => {
      const [x, indices] = saved as [tf.Tensor, tf.Tensor];
      const { axis, batchDims } = attrs as unknown as tf.GatherV2Attrs;
      const place = tf.util.parseAxisParam(axis, x.shape)[0] ?? 0;
      const options = { x, indices, axis: place, batchDims };
      return {
        x: () => ungather(dy as tf.Tensor, options),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
  {
    kernelName: "GatherNd",
    inputsToSave: ["params", "indices"],
    gradFunc: (dy, saved) => {
      const [params, indices] = saved as [tf.Tensor, tf.Tensor];
      return {
        params: () => tf.scatterND(indices, dy as tf.Tensor, params.shape),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
  {
    kernelName: "ScatterNd",
    inputsToSave: ["indices"],
    gradFunc: (dy, saved) => {
      const [indices] = saved as [tf.Tensor];
      return {
        updates: () => tf.gatherND(dy as tf.Tensor, indices),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
  {
    kernelName: "TensorScatterUpdate",
    inputsToSave: ["indices", "updates"],
    gradFunc: (dy, saved) => {
      const [indices, updates] = saved as [tf.Tensor, tf.Tensor];
      const slope = dy as tf.Tensor;
      return {
        tensor: () => tf.tensorScatterUpdate(slope, indices, tf.zerosLike(updates)),
        updates: () => tf.gatherND(slope, indices),
        indices: () => tf.zeros(indices.shape),
      };
    },
  },
  {
    kernelName: "TopK",
    inputsToSave: ["x"],
    outputsToSave: [false, true],
    gradFunc: (dys, saved) => {
      const [slope] = dys as unknown as [tf.Tensor];
      const [x, places] = saved as [tf.Tensor, tf.Tensor];
      const hot = tf.cast(tf.oneHot(places as tf.Tensor1D, x.shape.at(-1) ?? 1), "float32");
      return { x: () => tf.sum(tf.mul(hot, tf.expandDims(slope, -1)), -2) };
    },
  },
  {
    kernelName: "MirrorPad",
    inputsToSave: ["x"],
    gradFunc: (dy, saved, attrs) => {
      const [{ shape }] = saved as [tf.Tensor];
      const { paddings, mode } = attrs as unknown as tf.MirrorPadAttrs;
      return {
        x: () =>
          shape.reduce((slope, size, axis) => {
            const places = mirrored(size, { around: paddings[axis] ?? [0, 0], mode });
            return places.length === size ? slope : placed(slope, { axis, places, size });
          }, dy as tf.Tensor),
      };
    },
  },
  {
    kernelName: "StridedSlice",
    inputsToSave: ["x"],
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [tf.Tensor];
      return { x: () => unslice(dy as tf.Tensor, x, attrs as unknown as tf.StridedSliceAttrs) };
    },
  },
  // The tape hands over the slope of an only part by itself, which tfjs takes for a list.
  {
    kernelName: "SplitV",
    gradFunc: (dy, _saved, attrs) => ({ x: () => tf.concat([dy].flat(), Number(attrs.axis)) }),
  },
  {
    kernelName: "Unpack",
    gradFunc: (dy, _saved, attrs) => ({ value: () => tf.stack([dy].flat(), Number(attrs.axis)) }),
  },
  {
    kernelName: "FlipLeftRight",
    gradFunc: (dy) => ({ image: () => tf.reverse(dy as tf.Tensor, 2) }),
  },
  {
    kernelName: "Diag",
    inputsToSave: ["x"],
    gradFunc: (dy, saved) => {
      const [x] = saved as [tf.Tensor];
      const square = tf.reshape(dy as tf.Tensor, [x.size, x.size]);
      return { x: () => tf.reshape(tf.sum(tf.mul(square, tf.eye(x.size)), 1), x.shape) };
    },
  },
  {
    kernelName: "DepthToSpace",
    inputsToSave: ["x"],
    gradFunc: (dy, saved, attrs) => {
      const [x] = saved as [tf.Tensor];
      const block = Number(attrs.blockSize);
      const [batch = 0, height = 0, width = 0, depth = 0] = x.shape;
      const inner = depth / (block * block);
      const apart = tf.reshape(dy as tf.Tensor, [batch, height, block, width, block, inner]);
      return { x: () => tf.reshape(tf.transpose(apart, [0, 1, 3, 2, 4, 5]), x.shape) };
    },
  },
];

/** Adds the slopes along an axis at the places that they came from. */
function placed(
  slope: tf.Tensor,
  { axis, places, size }: {
    readonly axis: number;
    readonly places: readonly number[];
    readonly size: number;
  },
): tf.Tensor {
  const first = [axis, ...slope.shape.keys().filter((other) => other !== axis)];
  const sums = tf.unsortedSegmentSum(
    tf.transpose(slope, first),
    tf.tensor1d([...places], "int32"),
    size,
  );
  const back = Array.from(first.keys()).sort((a, b) => (first[a] ?? 0) - (first[b] ?? 0));
  return tf.transpose(sums, back);
}

function unslice(dy: tf.Tensor, x: tf.Tensor, attrs: tf.StridedSliceAttrs): tf.Tensor {
  const { begin, end, strides } = tf.slice_util.sliceInfo(
    x.shape,
    attrs.begin,
    attrs.end,
    attrs.strides,
    attrs.beginMask,
    attrs.endMask,
    attrs.ellipsisMask,
    attrs.newAxisMask,
    attrs.shrinkAxisMask,
  );
  const sizes = tf.slice_util.computeOutShape(begin, end, strides);
  return x.shape.reduce((slope, size, axis) => {
    const [first, step] = [begin[axis] ?? 0, strides[axis] ?? 1];
    const places = Array.from({ length: sizes[axis] ?? 0 }, (_, index) => first + index * step);
    return places.length === size && step === 1 ? slope : placed(slope, { axis, places, size });
  }, tf.reshape(dy, sizes));
}

interface Gathering {
  readonly x: tf.Tensor;
  readonly indices: tf.Tensor;
  readonly axis: number;
  readonly batchDims: number;
}

/** Rows of all batches are numbered through, so that one sum by segments serves them all. */
function ungather(dy: tf.Tensor, { x, indices, axis, batchDims }: Gathering): tf.Tensor {
  const count = (from: number, to?: number): number =>
    tf.util.sizeFromShape(x.shape.slice(from, to));
  const [batches, between, inner] = [count(0, batchDims), count(batchDims, axis), count(axis + 1)];
  const rows = x.shape[axis] ?? 1;
  const picked = indices.size / batches;
  const apart = tf.reshape(dy, [batches, between, picked, inner]);
  const slopes = tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [batches * picked, between * inner]);
  const starts = tf.mul(tf.range(0, batches, 1, "int32"), tf.scalar(rows, "int32"));
  const local = tf.reshape(indices, [batches, picked]);
  const global = batches === 1 ? local : tf.add(local, tf.expandDims(starts, 1));
  const ids = tf.reshape(global, [batches * picked]) as tf.Tensor1D;
  const sums = tf.unsortedSegmentSum(slopes, ids, batches * rows);
  const turned = tf.transpose(tf.reshape(sums, [batches, rows, between, inner]), [0, 2, 1, 3]);
  return tf.reshape(turned, x.shape);
}
