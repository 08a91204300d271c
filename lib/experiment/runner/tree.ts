/**
 * Plain data with typed arrays, packed into one JSON text and the bytes beside it.
 *
 * @module
 */

/** Arrays of numbers that a tree may hold; they travel as they are, bit for bit. */
export type NumberArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float16Array
  | Float32Array
  | Float64Array;

/** What goes into a job and comes out of one; keys without a value are left out. */
export type PlainTree =
  | null
  | boolean
  | number
  | string
  | NumberArray
  | readonly PlainTree[]
  | { readonly [key: string]: PlainTree | undefined };

/** A tree as it travels: no code in it, and nothing that runs when it is read. */
export interface PackedTree {
  /** The tree as JSON, with marks where JSON has no words. */
  readonly text: string;
  /** The bytes of its arrays, in the order of the marks. */
  readonly blobs: readonly Uint8Array[];
}

/** A value that cannot leave its process. */
export class UnserialisableError extends TypeError {
  override readonly name = "UnserialisableError";
  /** Where in the tree, e.g. `input.folds[2].model`. */
  readonly path: string;

  /**
   * @param path where in the tree
   * @param what the value found there, e.g. `a function`
   */
  constructor(path: string, what: string) {
    super(
      `Cannot send ${path}: it is ${what}; wanted null, a truth value, a number, a text, a typed ` +
        `array, or arrays and plain objects of these`,
    );
    this.path = path;
  }
}

/**
 * Packs a tree. The arrays are not copied: they must not change until the tree has been sent.
 *
 * @param tree plain data
 * @param root what to call the tree in errors
 * @returns its text and its bytes
 * @throws {UnserialisableError} when something in it is no plain data
 * @example
 * ```ts
 * import { packTree } from "./tree.ts";
 * const { text, blobs } = packTree({ rate: -0, rows: new Int32Array([3, 1]) });
 * console.log(text, blobs.length); // {"rate":{"$":"-0"},"rows":{"$":["Int32Array",0]}} 1
 * ```
 */
export function packTree(tree: unknown, root = "tree"): PackedTree {
  const blobs: Uint8Array[] = [];
  const marked = mark(tree, { path: root, blobs, above: new Set() });
  return { text: JSON.stringify(marked), blobs };
}

/**
 * Unpacks a tree; its arrays are views of the packed bytes.
 *
 * @param packed what `packTree()` gave, each blob at the start of a buffer of its own
 * @returns an equal tree
 * @throws {SyntaxError} when the text is not what `packTree()` writes
 * @example
 * ```ts
 * import { packTree, unpackTree } from "./tree.ts";
 * console.log(unpackTree(packTree([1, NaN]))); // [1, NaN]
 * ```
 */
export function unpackTree(packed: PackedTree): PlainTree {
  return unmark(JSON.parse(packed.text), packed.blobs);
}

/**
 * Copies the bytes of a packed tree, so that sender and receiver share no memory.
 *
 * @param packed what `packTree()` gave
 * @returns the same tree, each blob at the start of a buffer of its own
 * @example
 * ```ts
 * import { copyPacked, packTree } from "./tree.ts";
 * const mine = copyPacked(packTree(new Uint8Array([1, 2])));
 * ```
 */
export function copyPacked(packed: PackedTree): PackedTree {
  return { text: packed.text, blobs: packed.blobs.map((blob) => blob.slice()) };
}

/** JSON has no words for these. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ["NaN", NaN],
  ["-0", -0],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float16Array,
  Float32Array,
  Float64Array,
} as const;

interface Place {
  readonly path: string;
  readonly blobs: Uint8Array[];
  /** Objects on the way from the root, to see a tree that contains itself. */
  readonly above: Set<object>;
}

/** A mark is an object with the one key `$`; an object that has this key itself is put into one. */
function mark(value: unknown, place: Place): unknown {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return markNumber(value);
  if (typeof value !== "object") throw new UnserialisableError(place.path, describe(value));
  if (ArrayBuffer.isView(value)) return markArray(value, place);
  if (place.above.has(value)) throw new UnserialisableError(place.path, "an object above itself");
  place.above.add(value);
  const marked = Array.isArray(value) ? markItems(value, place) : markFields(value, place);
  place.above.delete(value);
  return marked;
}

function markNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $: Object.is(value, -0) ? "-0" : String(value) };
}

function markArray(view: ArrayBufferView, { path, blobs }: Place): unknown {
  const kind = kindOf(view);
  if (!(kind in ARRAYS)) throw new UnserialisableError(path, describe(view));
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  blobs.push(view.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
  return { $: [kind, blobs.length - 1] };
}

function markItems(items: readonly unknown[], place: Place): unknown[] {
  return Array.from(items, (item, index) => {
    return mark(item, { ...place, path: `${place.path}[${index}]` });
  });
}

function markFields(object: object, place: Place): unknown {
  const parent = Object.getPrototypeOf(object);
  if (parent !== null && Object.getPrototypeOf(parent) !== null) {
    throw new UnserialisableError(place.path, describe(object));
  }
  const [symbol] = Object.getOwnPropertySymbols(object);
  if (symbol) throw new UnserialisableError(`${place.path}[${String(symbol)}]`, "under a symbol");
  const entries = Object.entries(object).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [[key, mark(value, { ...place, path: `${place.path}${step(key)}` })] as const];
  });
  const fields = Object.fromEntries(entries);
  return Object.hasOwn(fields, "$") ? { $: fields } : fields;
}

function step(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function kindOf(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice(8, -1);
}

function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "bigint") return "a bigint (BigInt64Array holds some)";
  if (typeof value !== "object" || value === null) return `a ${typeof value}`;
  const name = value.constructor?.name;
  return name ? `an instance of ${name}` : "an object of its own kind";
}

function unmark(value: unknown, blobs: readonly Uint8Array[]): PlainTree {
  if (Array.isArray(value)) return value.map((item) => unmark(item, blobs));
  if (value === null || typeof value !== "object") return value as null | boolean | number | string;
  if (!Object.hasOwn(value, "$")) return unmarkFields(value, blobs);
  const { $: told } = value as { readonly $: unknown };
  if (Array.isArray(told)) return unmarkArray(told, blobs);
  if (told !== null && typeof told === "object") return unmarkFields(told, blobs);
  const number = NUMBERS.get(String(told));
  if (number === undefined) throw new SyntaxError(`Cannot read the mark ${JSON.stringify(told)}`);
  return number;
}

/** `Object.fromEntries` defines `__proto__` as a key like any other, where assignment would not. */
function unmarkFields(fields: object, blobs: readonly Uint8Array[]): PlainTree {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, unmark(value, blobs)]),
  );
}

function unmarkArray(told: readonly unknown[], blobs: readonly Uint8Array[]): PlainTree {
  const [kind, index] = told;
  const blob = blobs[Number(index)];
  const known = typeof kind === "string" && Object.hasOwn(ARRAYS, kind);
  if (!known || blob === undefined) {
    throw new SyntaxError(`Cannot read the mark ${JSON.stringify(told)}: no such array`);
  }
  const make = ARRAYS[kind as keyof typeof ARRAYS];
  return new make(
    blob.buffer as ArrayBuffer,
    blob.byteOffset,
    blob.byteLength / make.BYTES_PER_ELEMENT,
  );
}
