import { checkMatcher } from "@/lib/goals/check-goal";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { proportion } from "@/lib/statistics/wilson";
import type { GroupLabel } from "../breakdown-groups";
import { needsOf } from "../lookback";
import { resolveRange } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import type { PathLink, PathNode, PathsAnswer, Question, StepKind } from "./definition";
import { foldPaths, type PathsPartial, type PathsSurvey, surveyPaths } from "./fold";
import { addPaths, type PathTotals } from "./path-count";
import { stepPlan } from "./step-plan";

type Answer = Omit<PathsAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const { start, end, by, unit, segment } = question;
  if (start) checkMatcher(start, "start", context.rules);
  if (end) checkMatcher(end, "end", context.rules);
  const { matchers } = stepPlan(question, context);
  const fields = new Set(by === "page" ? ["path"] : []);
  for (const matcher of matchers) fieldsOfMatcher(matcher, context.rules, fields);
  const bySession = unit === "session";
  const looksFor = { matchers: matchers.length, ...placeOfMatchers(question) };
  const range = resolveRange(question, context.project.timezone, context.now);
  const reach = {
    fields,
    bySession,
    wholeSessions: bySession,
    byKey: false,
    segments: [segment],
    looksFor,
  };
  return needsOf([range], reach, context);
};

const placeOfMatchers = ({ by }: Question): { path: string; hint: string } =>
  by === "goal"
    ? { path: "goals", hint: "Name the goals that are to be steps, or fewer of them." }
    : { path: "segment", hint: "Name fewer in the segment." };

/** "goal:purchase" taken apart. */
const stepOf = (text: string): { kind: StepKind; value: string } => {
  const split = text.indexOf(":");
  return { kind: text.slice(0, split) as StepKind, value: text.slice(split + 1) };
};

const idOf = (d: number, { value }: GroupLabel): string => `${d + 1}:${value ?? "other"}`;

const sum = (list: Float64Array): number => list.reduce((total, one) => total + one, 0);

/** Makes the nodes and links of rows that have been agreed on. */
const draw = (question: Question, labels: GroupLabel[][], totals: PathTotals, { goals }: ReportContext) => {
  const nameOf = (kind: StepKind, value: string): string =>
    (kind === "goal" && goals.find(({ key }) => key === value)?.name) || value;

  const nodeOf = (d: number, row: number, label: GroupLabel): PathNode => {
    const size = labels[d + 1]?.length ?? 0;
    const dropped = totals.ends[d]?.[row] ?? 0;
    const beyond = d === labels.length - 1 ? (totals.beyond[row] ?? 0) : 0;
    const onwards = totals.links[d]?.subarray(row * size, (row + 1) * size);
    const numbers = { visitors: (onwards ? sum(onwards) : 0) + dropped + beyond, dropped, beyond };
    const place = { id: idOf(d, label), depth: d + 1 };
    if (label.value === null)
      return { ...place, kind: question.by, value: null, label: "Other", other: true, ...numbers };
    const { kind, value } = stepOf(label.value);
    return { ...place, kind, value, label: nameOf(kind, value), ...numbers };
  };

  const linksFrom = (d: number, row: number, label: GroupLabel): PathLink[] =>
    (labels[d + 1] ?? []).flatMap((next, place) => {
      const visitors = totals.links[d]?.[row * (labels[d + 1]?.length ?? 0) + place] ?? 0;
      const [here, there] = [idOf(d, label), idOf(d + 1, next)];
      const ends = question.end ? { source: there, target: here } : { source: here, target: there };
      return visitors > 0 ? [{ ...ends, visitors }] : [];
    });

  return {
    nodes: labels.flatMap((rows, d) => rows.map((label, row) => nodeOf(d, row, label))),
    links: labels.flatMap((rows, d) => rows.flatMap((label, row) => linksFrom(d, row, label))),
    dropped: totals.ends.map((ends, d) => ({ depth: d + 1, visitors: sum(ends) })),
  };
};

const answer = (question: Question, partials: readonly PathsPartial[], context: ReportContext): Answer => {
  const labels = partials[0]?.labels ?? [];
  const totals = addPaths(partials.map((partial) => partial.totals));
  const drawn = draw(question, labels, totals, context);
  const total = drawn.nodes.reduce((paths, { depth, visitors }) => paths + (depth === 1 ? visitors : 0), 0);
  const units = partials.reduce((all, partial) => all + partial.units, 0);
  return {
    unit: question.unit,
    by: question.by,
    direction: question.end ? "backward" : "forward",
    total,
    share: proportion(total, units),
    ...drawn,
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** Which ways visitors go on from a start, or came to an end. */
export const pathsReport: Report<Question, PathsSurvey, PathsPartial, Answer> = {
  needs,
  survey: surveyPaths,
  fold: foldPaths,
  answer,
};
