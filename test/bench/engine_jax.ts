/** jax-js for engine_bench.ts: the same MLP and the same Adam, compiled by its `jit` to WebAssembly. */
import {
  type Array as JaxArray,
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  random,
  tree,
  valueAndGrad,
} from "@jax-js/jax";

type Weights = { kernel: JaxArray; bias: JaxArray }[];
type State = { weights: Weights; mean: Weights; square: Weights; count: JaxArray };

const SIZES = [784, 256, 128, 10];
const BATCH = 128;

/**
 * Makes the step. Arrays of jax-js are used up by what they are given to; `.ref` keeps them.
 *
 * @returns takes a step and tells the loss before it
 */
export async function jaxMlp(): Promise<() => Promise<number>> {
  await init("wasm");
  defaultDevice("wasm");
  const x = random.normal(random.key(7), [BATCH, 784]);
  const places = Array.from({ length: BATCH }, (_, at) => at % 10);
  const y = nn.oneHot(np.array(places, { dtype: np.int32 }), 10);
  const step = jit(takeStep);
  let state = firstState();
  return async () => {
    const [loss, next] = step(state, x.ref, y.ref);
    state = next;
    await blockUntilReady(state);
    const [value = NaN] = await loss.data();
    return value;
  };
}

function firstState(): State {
  const weights = SIZES.slice(1).map((units, layer) => {
    const from = SIZES[layer] ?? 0;
    const draw = random.normal(random.key(layer), [from, units]);
    return { kernel: draw.mul(Math.sqrt(2 / (from + units))), bias: np.zeros([units]) };
  });
  const zeros = (): Weights =>
    weights.map(({ kernel, bias }) => ({
      kernel: np.zeros(kernel.shape),
      bias: np.zeros(bias.shape),
    }));
  return { weights, mean: zeros(), square: zeros(), count: np.array(0) };
}

function crossEntropy(weights: Weights, x: JaxArray, y: JaxArray): JaxArray {
  const scores = weights.reduce((x, { kernel, bias }, layer) => {
    const sum = np.add(np.matmul(x, kernel), bias);
    return layer < weights.length - 1 ? nn.relu(sum) : sum;
  }, x);
  return nn.logSoftmax(scores).mul(y).sum().mul(-1 / BATCH);
}

function takeStep(state: State, x: JaxArray, y: JaxArray): [JaxArray, State] {
  const [loss, slopes] = valueAndGrad(crossEntropy)(tree.ref(state.weights), x, y);
  const count = state.count.add(1);
  const mean = tree.map(
    (mean: JaxArray, slope: JaxArray) => mean.mul(0.9).add(slope.mul(0.1)),
    state.mean,
    tree.ref(slopes),
  );
  const square = tree.map(
    (square: JaxArray, slope: JaxArray) => square.mul(0.999).add(np.square(slope).mul(0.001)),
    state.square,
    slopes,
  );
  const first = np.subtract(1, np.pow(0.9, count.ref));
  const second = np.subtract(1, np.pow(0.999, count.ref));
  const weights = tree.map(
    (weight: JaxArray, mean: JaxArray, square: JaxArray) => {
      const spread = np.sqrt(square.div(second.ref)).add(1e-8);
      return weight.sub(mean.div(first.ref).div(spread).mul(1e-3));
    },
    state.weights,
    tree.ref(mean),
    tree.ref(square),
  );
  tree.dispose([first, second]);
  return [loss, { weights, mean, square, count }];
}
