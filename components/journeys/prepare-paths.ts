import type { DataTable } from "@/components/charts/data-table";
import { formatCount, formatPercent, unitNoun } from "@/components/charts/format";
import { countCell, rateCell, textCell } from "@/components/charts/table-cells";
import { simpleMatcher } from "@/components/funnel/matcher-text";
import type { Goal, Tier } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import type { PathNode, PathsAnswer } from "@/lib/reports/paths/definition";
import { type BandPlace, type BarPlace, layoutPaths } from "./layout-paths";

/** Goals in their tier's accent; everything else is neutral, "other" and ends fainter. */
export type PathTone = Tier | "step" | "other";

/** A step somebody came from or went to, with its part of the visitors. */
type Neighbour = { label: string; text: string };

export type PathBar = Omit<BarPlace, "node"> & {
  id: string;
  label: string;
  /** "1,204 · 34 %". */
  numbers: string;
  tone: PathTone;
  /** What it is and where its visitors came from and went, in words. */
  name: string;
  note: string;
  from: Neighbour[];
  to: Neighbour[];
  /** What the step is, to ask about it alone; null for all others. */
  match: Matcher | null;
};

export type PathBand = Omit<BandPlace, "link"> & {
  id: string;
  source: string;
  target: string;
  tone: PathTone;
};

export type PathsPicture = {
  columns: { title: string; ended: string | null }[];
  bars: PathBar[];
  bands: PathBand[];
  height: number;
  sentence: string;
  table: DataTable;
};

type Names = Pick<Goal, "key" | "name" | "tier">;

const toneOf = ({ kind, value, other }: PathNode, goals: readonly Names[]): PathTone => {
  if (other) return "other";
  const goal = kind === "goal" ? goals.find(({ key }) => key === value) : undefined;
  return goal?.tier ?? "step";
};

const mostNeighbours = 4;

/** Everything that the chart of paths shows. */
export const preparePaths = (answer: PathsAnswer, goals: readonly Names[]): PathsPicture => {
  const { nodes, links, dropped, direction, total, unit } = answer;
  const isBackward = direction === "backward";
  const units = unitNoun(unit);
  const layout = layoutPaths(answer);
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const labelOf = (id: string): string => nodeOf.get(id)?.label ?? id;
  const share = (part: number, whole: number): string => (whole === 0 ? "" : formatPercent(part / whole));
  const neighbours = (node: PathNode, end: "source" | "target"): Neighbour[] => {
    const other = end === "source" ? "target" : "source";
    const found = links.filter((link) => link[other] === node.id).sort((a, b) => b.visitors - a.visitors);
    return found.slice(0, mostNeighbours).map((link) => ({
      label: labelOf(link[end]),
      text: `${formatCount(link.visitors)} · ${share(link.visitors, node.visitors)}`,
    }));
  };
  const endWord = isBackward ? "began here" : "ended here";
  const bars = layout.bars.map(({ node, ...place }): PathBar => {
    const more = [
      node.dropped > 0
        ? `${formatCount(node.dropped)} (${share(node.dropped, node.visitors)}) ${endWord}`
        : "",
      node.beyond > 0
        ? `${formatCount(node.beyond)} ${isBackward ? "came from further back" : "went further"}`
        : "",
    ].filter(Boolean);
    const numbers = `${formatCount(node.visitors)} · ${share(node.visitors, total)}`;
    return {
      ...place,
      id: node.id,
      label: node.label,
      numbers,
      tone: toneOf(node, goals),
      name: `${titleOf(node.depth, isBackward)}, ${node.label}: ${formatCount(node.visitors)} ${units}`,
      note: [`${formatCount(node.visitors)} of ${formatCount(total)} ${units} on a path`, ...more].join(
        " · ",
      ),
      from: neighbours(node, "source"),
      to: neighbours(node, "target"),
      match: node.value === null ? null : simpleMatcher(node.kind, node.value),
    };
  });
  const toneById = new Map(bars.map(({ id, tone }) => [id, tone]));
  const depthsInTime = Array.from({ length: layout.columns }, (_column, place) =>
    isBackward ? layout.columns - place : place + 1,
  );
  return {
    columns: depthsInTime.map((depth) => {
      const ended = dropped.find((one) => one.depth === depth)?.visitors ?? 0;
      return {
        title: titleOf(depth, isBackward),
        ended: ended > 0 ? `${formatCount(ended)} ${endWord}` : null,
      };
    }),
    bars,
    bands: layout.bands.map(({ link, ...place }) => ({
      ...place,
      id: `${link.source}→${link.target}`,
      source: link.source,
      target: link.target,
      tone: toneById.get(isBackward ? link.source : link.target) ?? "step",
    })),
    height: layout.height,
    sentence: sentenceOf(answer, labelOf),
    table: tableOf(answer, labelOf),
  };
};

const titleOf = (depth: number, isBackward: boolean): string => {
  if (depth === 1) return isBackward ? "End" : "Start";
  return isBackward ? `${depth - 1} before` : `Step ${depth}`;
};

const sentenceOf = (
  { total, unit, links, direction }: PathsAnswer,
  labelOf: (id: string) => string,
): string => {
  const [first] = [...links].sort((a, b) => b.visitors - a.visitors);
  const count = `${formatCount(total)} ${unitNoun(unit, total)} ${total === 1 ? "has" : "have"} a path.`;
  if (!first) return count;
  const way = direction === "backward" ? "came from" : "went from";
  return `${count} Most ${way} ${labelOf(first.source)} to ${labelOf(first.target)}: ${formatCount(first.visitors)}.`;
};

/** A row a band, then one for those whose path ends at a step. */
const tableOf = (
  { nodes, links, total, unit, direction }: PathsAnswer,
  labelOf: (id: string) => string,
): DataTable => {
  const depthOf = new Map(nodes.map(({ id, depth }) => [id, depth]));
  const isBackward = direction === "backward";
  const share = (visitors: number) => rateCell(total === 0 ? null : visitors / total);
  const nearDepth = ({ source, target }: (typeof links)[number]): number =>
    Math.min(depthOf.get(source) ?? 0, depthOf.get(target) ?? 0);
  const byDepth = [...links].sort((a, b) => nearDepth(a) - nearDepth(b) || b.visitors - a.visitors);
  return {
    columns: [
      { label: "Step" },
      { label: "From" },
      { label: "To" },
      { label: unit === "visitor" ? "Visitors" : "Sessions", numeric: true },
      { label: "Of all paths", numeric: true },
    ],
    rows: [
      ...byDepth.map((link) => [
        textCell(titleOf(nearDepth(link), isBackward)),
        textCell(labelOf(link.source)),
        textCell(labelOf(link.target)),
        countCell(link.visitors),
        share(link.visitors),
      ]),
      ...nodes
        .filter((node) => node.dropped > 0)
        .map((node) => [
          textCell(titleOf(node.depth, isBackward)),
          textCell(isBackward ? "(the beginning)" : node.label),
          textCell(isBackward ? node.label : "(the end)"),
          countCell(node.dropped),
          share(node.dropped),
        ]),
    ],
  };
};
