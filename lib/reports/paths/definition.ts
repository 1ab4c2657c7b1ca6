import { z } from "zod";
import { goalKey, matcher } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Rate, type Warning } from "../definition";

/** What can be a step of a path. */
const stepKind = z.enum(["event", "page", "goal"]);
export type StepKind = z.infer<typeof stepKind>;

const stepGoals = z
  .array(goalKey)
  .min(1, "Name at least one goal.")
  .max(31, "A path is told apart by at most 31 goals.");

/**
 * Which ways do visitors go: on from the first event that satisfies `start`, back from the last one that satisfies `end`,
 * or on from their first step? A path stays within its unit's events of the range.
 */
export const pathsQuestion = z
  .strictObject({
    ...commonQuestion,
    start: matcher.optional(),
    end: matcher.optional(),
    by: stepKind.default("event"),
    /** Goals that are steps, where paths are by goal; all unless stated. */
    goals: stepGoals.optional(),
    depth: z
      .number()
      .int("The depth is a whole number of steps.")
      .min(1, "A path has at least one step.")
      .max(10, "A path is followed over at most 10 steps.")
      .default(5),
    limit: z
      .number()
      .int("The limit is a whole number.")
      .min(1, "Ask for at least one step a depth.")
      .max(20, "At most 20 steps a depth are told apart.")
      .default(8),
    /** A longer time without a step ends the path. */
    windowMs: z
      .number()
      .int("A window is a whole number of milliseconds.")
      .min(1, "A window is at least a millisecond.")
      .max(366 * 86_400_000, "A window is at most 366 days.")
      .optional(),
  })
  .superRefine(({ start, end, by, goals }, context) => {
    if (start && end)
      context.addIssue({
        code: "custom",
        path: ["end"],
        message: "A path is followed from a start or back from an end. State one of them.",
      });
    if (goals && by !== "goal")
      context.addIssue({
        code: "custom",
        path: ["goals"],
        message: `These paths are by ${by}. Leave the goals out, or ask for paths by goal.`,
      });
  });
export type PathsQuestion = z.input<typeof pathsQuestion>;
export type Question = z.output<typeof pathsQuestion>;

/**
 * A step at one depth. `visitors` are those of all links onwards, and `dropped`, and `beyond`: those whose path goes on
 * past the asked depth. Onwards means back in time where paths lead to an end.
 */
export type PathNode = {
  /** The same in every answer: "2:event:Product Added", "3:other". */
  id: string;
  /** 1 for the start or end itself. */
  depth: number;
  /** An event in place of a page or goal is the start or end, where it is none. */
  kind: StepKind;
  /** The event's name, the page's path, the goal's key; `null` for all others. */
  value: string | null;
  label: string;
  other?: true;
  visitors: number;
  dropped: number;
  beyond: number;
};

/** Units that went from one step to the next, by node ids; `source` comes first in time. */
export type PathLink = { source: string; target: string; visitors: number };

export type PathsAnswer = {
  unit: "visitor" | "session";
  by: StepKind;
  /** `backward` where paths lead to an end: depth 2 is the step before it. */
  direction: "forward" | "backward";
  /** Units with a path. */
  total: number;
  /** They of all units in the range. */
  share: Rate;
  /** By depth, the most visitors first, all others last. */
  nodes: PathNode[];
  links: PathLink[];
  /** Units whose path ends at that depth, one entry a depth; with an end: whose path begins there. */
  dropped: { depth: number; visitors: number }[];
  computed: Computed;
  warnings?: Warning[];
};
