import type { Goal } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import type { PathLink, PathNode, Question, StepKind } from "../paths/definition";
import type { Seen } from "./reference-journeys";
import { type Judged, matches } from "./reference-matching";
import { rangeOf, sceneOf } from "./reference-units";
import type { World } from "./world";

const automatic = ["Page Engaged", "Web Vitals", "Element Clicked"];
const stages = ["engagement", "interaction", "cart", "sale", "subscription", "lead"];

type Step = { kind: StepKind; value: string; at: number };

/** Goals as an event reaches them: by stage, then as they are listed. */
const goalsInOrder = ({ goals: keys }: Question, { goals }: World): Goal[] => {
  const listed = keys ? keys.flatMap((key) => goals.find((goal) => goal.key === key) ?? []) : goals;
  return stages.flatMap((stage) => listed.filter((goal) => goal.stage === stage));
};

/** What an event is on a path, in order of time; `isAnchor` is the start or end, which anybody may be. */
const stepsOf = (
  event: Seen,
  isAnchor: boolean,
  question: Question,
  { goals, judged }: { goals: readonly Goal[]; judged: Judged },
): Step[] => {
  const { at, name, passive } = event;
  const { path } = event.context;
  const asEvent: Step[] = [{ kind: "event", value: name, at }];
  if (question.by === "event") return isAnchor || !(passive || automatic.includes(name)) ? asEvent : [];
  const steps: Step[] =
    question.by === "goal"
      ? goals
          .filter(({ key }) => matches(event, { goal: key }, judged))
          .map(({ key }) => ({ kind: "goal", value: key, at }))
      : name === "Page Viewed" && path !== undefined && (isAnchor || !passive)
        ? [{ kind: "page", value: path, at }]
        : [];
  if (!isAnchor) return steps;
  if (steps.length === 0) return asEvent;
  const { start, end } = question;
  const named = steps.findIndex(
    ({ kind, value }) =>
      kind === "goal" && [start, end].some((one) => one && "goal" in one && one.goal === value),
  );
  if (named < 0) return steps;
  return start ? steps.slice(named) : steps.slice(0, named + 1);
};

/** The path through some events in order: its start or end first, each step once however often it is repeated. */
const pathThrough = (
  events: readonly Seen[],
  question: Question,
  given: { goals: readonly Goal[]; judged: Judged },
): Step[] => {
  const { start, end, windowMs = Number.POSITIVE_INFINITY } = question;
  const isMet = (event: Seen): boolean => matches(event, start ?? end ?? { any: [] }, given.judged);
  const anchor = start ? events.find(isMet) : events.findLast(isMet);
  if ((start || end) && !anchor) return [];
  const place = anchor ? events.indexOf(anchor) : -1;
  const onTheWay = start ? events.slice(place) : end ? events.slice(0, place + 1) : events;
  const steps = onTheWay.flatMap((event) => stepsOf(event, event === anchor, question, given));
  if (end) steps.reverse();
  const cut = steps.findIndex(({ at }, i) => i > 0 && Math.abs(at - (steps[i - 1]?.at ?? at)) > windowMs);
  const inTime = cut < 0 ? steps : steps.slice(0, cut);
  return inTime.filter(({ kind, value }, i) => {
    const before = inTime[i - 1];
    return before === undefined || before.kind !== kind || before.value !== value;
  });
};

const nameOf = ({ kind, value }: Step): string => `${kind}:${value}`;

/** The ids of the steps that are told apart at a depth, the most frequent first. */
const idsAt = (paths: readonly Step[][], d: number, limit: number): { kept: string[]; hasOther: boolean } => {
  const names = paths.flatMap((path) => (path[d] ? [nameOf(path[d])] : []));
  const frequency = (name: string): number => names.filter((one) => one === name).length;
  const ranked = [...new Set(names)].sort();
  ranked.sort((a, b) => frequency(b) - frequency(a));
  return { kept: ranked.slice(0, limit), hasOther: ranked.length > limit };
};

export const referencePaths = (question: Question, world: World) => {
  const { by, depth, limit, end, unit } = question;
  const scene = sceneOf(world, question, rangeOf(question, world));
  const given = { goals: goalsInOrder(question, world), judged: scene.judged };
  const whole = scene.units.filter((one) => one.whole);
  const paths = whole
    .map(({ events }) => pathThrough(events, question, given))
    .filter(({ length }) => length > 0);
  const depths = Array.from({ length: depth }, (_, d) => ({ d, ...idsAt(paths, d, limit) }));
  const idOf = (path: readonly Step[], d: number): string | undefined => {
    const step = path[d];
    if (!step || d >= depth) return undefined;
    return depths[d]?.kept.includes(nameOf(step)) ? `${d + 1}:${nameOf(step)}` : `${d + 1}:other`;
  };
  const count = (has: (path: readonly Step[]) => boolean): number => paths.filter(has).length;

  const nodeOf = (d: number, name: string | null): PathNode => {
    const id = `${d + 1}:${name ?? "other"}`;
    const [kind = "", ...rest] = (name ?? "").split(":");
    const value = rest.join(":");
    const goal = kind === "goal" ? world.goals.find(({ key }) => key === value) : undefined;
    return {
      id,
      depth: d + 1,
      ...(name === null
        ? { kind: by, value: null, label: "Other", other: true as const }
        : { kind: kind as StepKind, value, label: goal?.name ?? value }),
      visitors: count((path) => idOf(path, d) === id),
      dropped: count((path) => idOf(path, d) === id && path.length === d + 1),
      beyond: d + 1 === depth ? count((path) => idOf(path, d) === id && path.length > depth) : 0,
    };
  };

  const nodes = depths.flatMap(({ d, kept, hasOther }) =>
    [...kept, ...(hasOther ? [null] : [])].map((name) => nodeOf(d, name)),
  );
  const links = nodes.flatMap((from) =>
    nodes.flatMap((to): PathLink[] => {
      if (to.depth !== from.depth + 1) return [];
      const d = from.depth - 1;
      const visitors = count((path) => idOf(path, d) === from.id && idOf(path, d + 1) === to.id);
      const [source, target] = end ? [to.id, from.id] : [from.id, to.id];
      return visitors > 0 ? [{ source, target, visitors }] : [];
    }),
  );
  return {
    unit,
    by,
    direction: end ? "backward" : "forward",
    total: paths.length,
    share: proportion(paths.length, whole.length),
    nodes,
    links,
    dropped: depths.map(({ d }) => ({ depth: d + 1, visitors: count(({ length }) => length === d + 1) })),
  };
};
