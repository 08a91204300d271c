/**
 * Where boxes and arrows stand: layers from left to right, placed by the Eclipse Layout Kernel.
 *
 * @module
 */

import type { ElkExtendedEdge, ElkNode } from "elkjs";
import type { Arrow, Box, Diagram } from "./diagram.ts";

/** A point, in units of a picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle. */
export interface Area extends Point {
  readonly width: number;
  readonly height: number;
}

/** A diagram with a place for everything. */
export interface Layout {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (Box & Area)[];
  readonly arrows: readonly (Arrow & {
    /** Where it bends, from its first point to its last. */
    readonly points: readonly Point[];
    readonly labelAt: Area | undefined;
  })[];
}

/** Height of letters: of titles, and of all else. */
export const TEXT = { title: 13, small: 11 } as const;

// Not a literal: Deno would resolve the package when this file is imported.
const LAYOUT_LIBRARY = "elkjs/lib/elk.bundled.js";

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "POLYLINE",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.spacing.nodeNode": "18",
  "elk.randomSeed": "1",
};

/**
 * Places a diagram; the same one is always placed alike.
 *
 * @param diagram boxes and arrows
 * @returns the same with places
 * @example
 * ```ts
 * import { placeDiagram } from "./layout.ts";
 * await placeDiagram({ label: "empty", boxes: [], arrows: [] });
 * ```
 */
export async function placeDiagram(diagram: Diagram): Promise<Layout> {
  const { default: Elk } = await import(LAYOUT_LIBRARY) as typeof import("elkjs");
  const placed = await new Elk().layout(toElk(diagram));
  const areas = new Map(placed.children?.map((child) => [child.id, areaOf(child)]));
  const edges = placed.edges ?? [];
  return {
    label: diagram.label,
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    boxes: diagram.boxes.map((box) => ({ ...box, ...areas.get(box.id) ?? areaOf({}) })),
    arrows: diagram.arrows.map((arrow, at) => ({
      ...arrow,
      points: pointsOf(edges[at]),
      labelAt: edges[at]?.labels?.[0] && areaOf(edges[at].labels[0]),
    })),
  };
}

/**
 * About how wide a text is in DejaVu Sans, whose letters are wide; others take less.
 *
 * @param text one line
 * @param size the height of its letters
 * @returns units of a picture
 * @example
 * ```ts
 * import { textWidth } from "./layout.ts";
 * textWidth("Encoder", 13) > textWidth("Head", 13); // true
 * ```
 */
export function textWidth(text: string, size: number): number {
  const letters = [...text].map((letter) => (letter.codePointAt(0) ?? 0) > 0x2e7f ? 1.05 : 0.64);
  return size * letters.reduce((sum, width) => sum + width, 0);
}

function toElk({ boxes, arrows }: Diagram): ElkNode {
  return {
    id: "graph",
    layoutOptions: OPTIONS,
    children: boxes.map(({ id, title, detail }) => ({
      id,
      width: 20 + Math.max(textWidth(title, TEXT.title), textWidth(detail, TEXT.small)),
      height: 42,
    })),
    edges: arrows.map(({ from, to, text }, at): ElkExtendedEdge => ({
      id: `e${at}`,
      sources: [from],
      targets: [to],
      labels: text === ""
        ? []
        : [{ text, width: textWidth(text, TEXT.small) + 8, height: TEXT.small + 6 }],
    })),
  };
}

function areaOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Area>): Area {
  return { x, y, width, height };
}

function pointsOf(edge: ElkExtendedEdge | undefined): readonly Point[] {
  return (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
}
