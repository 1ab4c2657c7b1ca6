import type { PathLink, PathNode, PathsAnswer } from "@/lib/reports/paths/definition";

/** Heights and places from the top are pixels; `column` counts from the left, in order of time. */
export type BarPlace = {
  node: PathNode;
  column: number;
  y: number;
  height: number;
  /** The parts of the bar without a band: the path goes on past the asked depth, at the right, or ends. */
  beyondHeight: number;
  droppedHeight: number;
};

/** A band between two bars of neighbouring columns, the left one first. */
export type BandPlace = {
  link: PathLink;
  column: number;
  leftY: number;
  rightY: number;
  height: number;
};

export type PathsLayout = { columns: number; height: number; bars: BarPlace[]; bands: BandPlace[] };

const tallestColumn = 340;
const thinnest = 3;
/** A name and its numbers need so much room, however thin their bar is. */
const label = 40;
const gap = 10;

type Ends = { near: string; far: string };

/** Which end of a link lies nearer to where paths are followed from. */
const endsOf = ({ source, target }: PathLink, isBackward: boolean): Ends =>
  isBackward ? { near: target, far: source } : { near: source, far: target };

/** Places the bars of an answer under each other by depth, and the bands between them. */
export const layoutPaths = ({ nodes, links, direction }: PathsAnswer): PathsLayout => {
  const isBackward = direction === "backward";
  const columns = Math.max(0, ...nodes.map(({ depth }) => depth));
  const visitorsAt = (depth: number): number =>
    nodes.filter((node) => node.depth === depth).reduce((sum, { visitors }) => sum + visitors, 0);
  const most = Math.max(1, ...nodes.map(({ depth }) => visitorsAt(depth)));
  const scale = tallestColumn / most;
  const heightOf = (visitors: number): number => (visitors === 0 ? 0 : Math.max(thinnest, visitors * scale));
  const ends = new Array<number>(columns).fill(0);
  const bars = nodes.map((node): BarPlace => {
    const place = node.depth - 1;
    const height = heightOf(node.visitors);
    const y = ends[place] ?? 0;
    ends[place] = y + Math.max(height, label) + gap;
    const share = node.visitors === 0 ? 0 : height / node.visitors;
    return {
      node,
      column: isBackward ? columns - node.depth : place,
      y,
      height,
      beyondHeight: isBackward ? 0 : node.beyond * share,
      droppedHeight: node.dropped * share,
    };
  });
  const barOf = new Map(bars.map((bar) => [bar.node.id, bar]));
  const order = new Map(nodes.map(({ id }, place) => [id, place]));
  const placeOf = (id: string): number => order.get(id) ?? 0;
  /** How much of each bar's two sides is taken. */
  const nearTaken = new Map<string, number>();
  const farTaken = new Map<string, number>();
  const take = (taken: Map<string, number>, bar: BarPlace, visitors: number): number => {
    const before = taken.get(bar.node.id) ?? 0;
    const share = bar.node.visitors === 0 ? 0 : bar.height / bar.node.visitors;
    taken.set(bar.node.id, before + visitors * share);
    return bar.y + before;
  };
  const sorted = links
    .map((link) => ({ link, ...endsOf(link, isBackward) }))
    .sort((a, b) => placeOf(a.near) - placeOf(b.near) || placeOf(a.far) - placeOf(b.far));
  const bands = sorted.flatMap(({ link, near, far }): BandPlace[] => {
    const [nearBar, farBar] = [barOf.get(near), barOf.get(far)];
    if (!nearBar || !farBar) return [];
    const nearY = take(farTaken, nearBar, link.visitors);
    const farY = take(nearTaken, farBar, link.visitors);
    return [
      {
        link,
        column: Math.min(nearBar.column, farBar.column),
        leftY: isBackward ? farY : nearY,
        rightY: isBackward ? nearY : farY,
        height: Math.max(1, link.visitors * scale),
      },
    ];
  });
  return { columns, height: Math.max(0, Math.max(0, ...ends) - gap), bars, bands };
};
