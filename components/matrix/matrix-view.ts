import { defaultWindowMs, windowLabel, windowMsOf } from "@/components/funnel/window-text";
import type { Goal } from "@/lib/goals/definition";
import type { MatrixParams } from "./matrix-params";
import { isSort, type Sort } from "./sort-rows";

export type MatrixView = {
  windowMs: number;
  /** The macro goal that rows are ordered by and whose money stands at their end; null without macro goals. */
  aim: string | null;
  sort: Sort;
  notices: string[];
};

/** Gives the matrix's part of the address its meaning. */
export const readMatrixView = (
  { window, aim, sort }: MatrixParams,
  unit: "visitor" | "session",
  goals: readonly Goal[],
): MatrixView => {
  const notices: string[] = [];
  const macros = goals.filter(({ tier }) => tier === "macro");
  const windowMs = window === null ? defaultWindowMs : windowMsOf(window);
  if (windowMs === null)
    notices.push(`There is no window “${window}”. Looking ${windowLabel(defaultWindowMs)} ahead.`);
  const asked = macros.find(({ key }) => key === aim);
  // One that brings money says more at the end of a row.
  const standard = macros.find(({ value }) => !("none" in value)) ?? macros[0];
  if (aim !== null && !asked)
    notices.push(
      `There is no macro goal “${aim}”.${standard ? ` Showing the value of ${standard.name}.` : ""}`,
    );
  if (sort !== null && !isSort(sort)) notices.push(`Rows cannot be sorted by “${sort}”.`);
  if (unit === "session") notices.push("The matrix counts visitors, whatever the bar says.");
  return {
    windowMs: windowMs ?? defaultWindowMs,
    aim: (asked ?? standard)?.key ?? null,
    sort: sort !== null && isSort(sort) ? sort : "stage",
    notices,
  };
};
