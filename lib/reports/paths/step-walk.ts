import { eventFlags } from "@/lib/journeys/event-flags";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { ColumnSet } from "../column-set";
import type { Question } from "./definition";
import { CodeLabels, type StepLabels } from "./step-labels";
import type { StepPlan } from "./step-plan";

// Hot path: called for every unit, looks at every event on the way.

/** Says which labels a unit's path has, from its start on or back from its end. */
export class StepWalk {
  /** The labels of the path that was read last, one more than the depth to know whether it goes on. */
  readonly steps: Int32Array;
  private count = 0;
  private lastAt = 0;
  private readonly isBackward: boolean;
  private readonly windowMs: number;
  private readonly anchorFlag: number;
  private readonly kindFlag: number;
  private readonly names: CodeLabels;
  private readonly namePlace: number;
  private readonly paths: CodeLabels | undefined;
  private readonly pathPlace: number;
  /** Goals in the order of the walk: their bits and labels. */
  private readonly goalFlags: Int32Array;
  private readonly goalLabels: Int32Array;
  private readonly anyGoal: number;
  private readonly isByGoal: boolean;
  /** The goal at which the walk sets in, of those that the first event reaches. */
  private readonly firstGoal: number;

  constructor(question: Question, plan: StepPlan, columns: ColumnSet, labels: StepLabels) {
    const { by, start, end, depth, windowMs } = question;
    this.steps = new Int32Array(depth + 1);
    this.isBackward = end !== undefined;
    this.windowMs = windowMs ?? Number.POSITIVE_INFINITY;
    this.anchorFlag = plan.anchorFlag;
    this.kindFlag = plan.kindFlag;
    this.isByGoal = by === "goal";
    this.names = new CodeLabels(labels, "event", "name", columns.dictionary("name"));
    this.namePlace = columns.place("name");
    this.paths =
      by === "page" ? new CodeLabels(labels, "page", "path", columns.dictionary("path")) : undefined;
    this.pathPlace = by === "page" ? columns.place("path") : -1;
    const goals = this.isBackward ? [...plan.goals].reverse() : plan.goals;
    this.goalFlags = Int32Array.from(goals, ({ flag }) => flag);
    this.goalLabels = Int32Array.from(goals, ({ goal }) => labels.of("goal", goal.key));
    this.anyGoal = goals.reduce((bits, { flag }) => bits | flag, 0);
    const anchor = start ?? end;
    const named = anchor && "goal" in anchor ? anchor.goal : undefined;
    this.firstGoal = Math.max(
      0,
      goals.findIndex(({ goal }) => goal.key === named),
    );
  }

  /** Reads the path of the unit whose events are `first ≤ i < end`. Answers how many of `steps` it has, 0 for no path. */
  read(journey: Journey, first: number, end: number): number {
    this.count = 0;
    const { isBackward, anchorFlag } = this;
    const stride = isBackward ? -1 : 1;
    const stop = isBackward ? first - 1 : end;
    let i = isBackward ? end - 1 : first;
    if (anchorFlag !== 0) {
      const { mask } = journey;
      while (i !== stop && ((mask[i] ?? 0) & anchorFlag) === 0) i += stride;
      if (i === stop || !this.take(journey, i, true)) return this.count;
      i += stride;
    }
    while (i !== stop && this.take(journey, i, false)) i += stride;
    return this.count;
  }

  /** Adds the steps of one event, if it is any: the start or end always is. Answers whether the path may go on. */
  private take(journey: Journey, i: number, isAnchor: boolean): boolean {
    const mask = journey.mask[i] ?? 0;
    if (this.isByGoal) {
      if ((mask & this.anyGoal) !== 0) return this.takeGoals(mask, journey.at[i] ?? 0, isAnchor);
      return !isAnchor || this.add(this.nameOf(journey, i), journey.at[i] ?? 0);
    }
    const isOfKind = (mask & this.kindFlag) !== 0;
    const isSeen = isAnchor || ((journey.flags[i] ?? 0) & eventFlags.passive) === 0;
    if (this.paths) {
      const page = isOfKind && isSeen ? this.paths.of(codeAt(journey, this.pathPlace, i)) : -1;
      if (page >= 0) return this.add(page, journey.at[i] ?? 0);
      return !isAnchor || this.add(this.nameOf(journey, i), journey.at[i] ?? 0);
    }
    return (!isAnchor && (isOfKind || !isSeen)) || this.add(this.nameOf(journey, i), journey.at[i] ?? 0);
  }

  private nameOf(journey: Journey, i: number): number {
    return this.names.of(codeAt(journey, this.namePlace, i));
  }

  private takeGoals(mask: number, at: number, isAnchor: boolean): boolean {
    const { goalFlags, goalLabels, firstGoal } = this;
    const first = isAnchor && (mask & (goalFlags[firstGoal] ?? 0)) !== 0 ? firstGoal : 0;
    for (let g = first; g < goalFlags.length; g++)
      if ((mask & (goalFlags[g] ?? 0)) !== 0 && !this.add(goalLabels[g] ?? 0, at)) return false;
    return true;
  }

  private add(label: number, at: number): boolean {
    const { steps } = this;
    if (this.count > 0) {
      if (Math.abs(at - this.lastAt) > this.windowMs) return false;
      this.lastAt = at;
      if (steps[this.count - 1] === label) return true;
    }
    this.lastAt = at;
    steps[this.count++] = label;
    return this.count < steps.length;
  }
}
