import "server-only";
import type { ProjectScope } from "@/db/scope";
import type { ProjectAccess } from "@/lib/auth/authorize";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import { listGoals } from "@/lib/goals/store";
import type { SegmentFilter } from "@/lib/matching/definition";
import { askAll } from "@/lib/reports/engine";
import type { SegmentPreview } from "./segment-preview";

const days = 28;

/** Whom a filter keeps of the last 28 days' visitors. */
export const previewFilter = async (
  scope: ProjectScope,
  { timezone }: Pick<ProjectAccess["project"], "timezone">,
  filter: SegmentFilter,
): Promise<SegmentPreview> => {
  const aim = (await listGoals(scope)).find(({ tier }) => tier === "macro");
  const { from, to } = lastDays(days, clock.now(), timezone);
  const question = {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(aim ? { goals: [aim.key] } : {}),
  };
  const [inside, everyone] = await askAll(scope, [
    { report: "conversions", question: { ...question, segment: filter } },
    { report: "conversions", question },
  ]);
  const rateOf = ({ goals }: typeof inside) => goals.find(({ key }) => key === aim?.key)?.rate;
  const [rate, whole] = [rateOf(inside), rateOf(everyone)];
  return {
    visitors: inside.visitors,
    all: everyone.visitors,
    aim: aim && rate && whole ? { name: aim.name, inside: rate, everyone: whole } : null,
  };
};
