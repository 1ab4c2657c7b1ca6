import { type Goal, stagesOf } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import type { Finding } from "./definition";
import type { HealthCounts } from "./health-counts";
import { percentInWords } from "./words";

const fewest = 30;
const nearlyTheSame = { rate: 0.95, low: 0.9 };
const mostlyTogether = 0.9;

const stages: readonly Goal["stage"][] = [...stagesOf.micro, ...stagesOf.macro];

/** How near a goal is to money: the aim before small steps, late ones before early ones, with a value before without. */
const nearness = ({ tier, stage, value }: Goal): number =>
  (tier === "macro" ? 100 : 0) + 2 * stages.indexOf(stage) + ("none" in value ? 0 : 1);

/** Goals that the same visitors reach at the same time, by place: said of the one further from money. */
export const judgeOverlaps = (goals: readonly Goal[], counts: HealthCounts): Finding[][] => {
  const findings: Finding[][] = goals.map(() => []);
  for (const { a, b, both, near } of counts.pairs) {
    const [one, other] = [goals[a], goals[b]];
    if (!one || !other) continue;
    const either = (counts.goals[a]?.visitors ?? 0) + (counts.goals[b]?.visitors ?? 0) - both;
    const overlap = proportion(both, either);
    const together = proportion(near, both);
    if (either < fewest || (overlap.rate ?? 0) < nearlyTheSame.rate) continue;
    if ((overlap.low ?? 0) <= nearlyTheSame.low || (together.rate ?? 0) < mostlyTogether) continue;
    const [kept, place] = nearness(one) >= nearness(other) ? [one, b] : [other, a];
    findings[place]?.push({
      kind: "redundant",
      severity: "low",
      evidence: { with: kept.key, withName: kept.name, overlap, near: together },
      message: `${percentInWords(overlap.rate)} of the visitors with it or ${kept.name} have both, mostly within ten minutes: they say the same.`,
      fix: {
        kind: "removeGoal",
        message: `Keep ${kept.name}, which is nearer to money, and delete this one, unless you need both names.`,
      },
    });
  }
  return findings;
};
