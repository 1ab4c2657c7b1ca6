import type { z } from "zod";

type Checked = {
  steps: readonly { optional?: boolean; withinMs?: number }[];
  order: "ordered" | "strict" | "unordered";
  exclude: readonly { after: number; before: number }[];
  breakdown?: { at: string | { step: number } };
};

type Issue = { path: (string | number)[]; message: string };

const mostMatchers = 32;

const ofOptionalSteps = ({ steps }: Checked): Issue[] =>
  steps[0]?.optional
    ? [{ path: ["steps", 0, "optional"], message: "The first step is the entry, so it cannot be optional." }]
    : [];

const ofOrder = ({ steps, order, exclude }: Checked): Issue[] => {
  if (order !== "unordered") return [];
  const instead = 'of an unordered funnel. Leave it out, or ask for the order "ordered" or "strict".';
  return [
    ...steps.flatMap(({ optional, withinMs }, place) => [
      ...(optional
        ? [{ path: ["steps", place, "optional"], message: `No step is optional ${instead}` }]
        : []),
      ...(withinMs === undefined
        ? []
        : [{ path: ["steps", place, "withinMs"], message: `No step has a step before it ${instead}` }]),
    ]),
    ...(exclude.length > 0
      ? [{ path: ["exclude"], message: `Nothing lies between two steps ${instead}` }]
      : []),
  ];
};

const ofExclusions = ({ steps, exclude }: Checked): Issue[] => {
  const last = steps.length;
  return exclude.flatMap(({ after, before }, place): Issue[] => {
    if (after < 1 || after >= last)
      return [
        {
          path: ["exclude", place, "after"],
          message:
            last === 1
              ? "A funnel of one step has nothing between steps to exclude."
              : `An exclusion comes after one of the steps 1 to ${last - 1}; this one names ${after}.`,
        },
      ];
    if (before <= after || before > last)
      return [
        {
          path: ["exclude", place, "before"],
          message: `An exclusion after step ${after} comes before one of the steps ${after + 1} to ${last}; this one names ${before}.`,
        },
      ];
    return [];
  });
};

/** A strict funnel looks for automatic events, too. */
const ofMatchers = ({ steps, exclude, order }: Checked): Issue[] => {
  const most = mostMatchers - steps.length - (order === "strict" ? 1 : 0);
  return exclude.length > most
    ? [
        {
          path: ["exclude"],
          message: `Beside ${steps.length} steps there is room for ${most} exclusions; these are ${exclude.length}.`,
        },
      ]
    : [];
};

const ofBreakdown = ({ steps, breakdown }: Checked): Issue[] => {
  const at = breakdown?.at;
  return typeof at === "object" && at.step > steps.length
    ? [
        {
          path: ["breakdown", "at", "step"],
          message: `The funnel has ${steps.length} steps, so there is no step ${at.step}.`,
        },
      ]
    : [];
};

/** What the parts of a funnel's definition demand of each other. */
export const checkFunnel = (funnel: Checked, context: z.RefinementCtx): void => {
  for (const check of [ofOptionalSteps, ofOrder, ofExclusions, ofMatchers, ofBreakdown])
    for (const { path, message } of check(funnel)) context.addIssue({ code: "custom", path, message });
};
