import { cannotSay, divisionText, formatCount, formatDuration, formatRate } from "@/components/charts/format";
import type { Finding, HealthStatus } from "@/lib/reports/health/definition";

/** What a status is called, and how it looks. */
export const statusWords = {
  healthy: { label: "Healthy", dot: "bg-good" },
  attention: { label: "Needs attention", dot: "border-[2.5px] border-bad" },
  broken: { label: "Broken", dot: "bg-bad" },
  tooNew: { label: "Too early to tell", dot: "border-[2.5px] border-control" },
  noData: { label: "Never reached", dot: "border-[2.5px] border-control border-dotted" },
} as const satisfies Record<HealthStatus, { label: string; dot: string }>;

export const findingTitles = {
  neverReached: "Never reached",
  silent: "Silent",
  dropped: "Dropped",
  doubleFiring: "Fires twice",
  overFiring: "Fires too often",
  redundant: "Says the same as another",
  vanity: "Leads nowhere",
} as const satisfies Record<Finding["kind"], string>;

type Fact = { label: string; text: string; title?: string };

const number = (value: number): string => (value < 10 ? value.toFixed(1) : formatCount(Math.round(value)));
const chance = (pValue: number): string => (pValue < 0.0001 ? "< 0.0001" : pValue.toFixed(4));
const between = (low: number, high: number): string => `${low.toFixed(2)} to ${high.toFixed(2)}`;

/** The numbers behind a finding. */
export const factsOf = (finding: Finding): Fact[] => {
  switch (finding.kind) {
    case "neverReached":
      return finding.evidence.similarEvents.map((name) => ({ label: "Arrives", text: name }));
    case "silent": {
      const { hours, expected, visitorHours, adjustedPValue } = finding.evidence;
      return [
        { label: "Silent for", text: formatDuration(hours * 3600) },
        { label: "Usual in that time", text: number(expected) },
        { label: "Hours of visitors since", text: formatCount(visitorHours) },
        { label: "p (adjusted)", text: chance(adjustedPValue) },
      ];
    }
    case "dropped": {
      const { ratio, low, high, recent, adjustedPValue } = finding.evidence;
      return [
        { label: "As often as before", text: `${ratio.toFixed(2)} times (${between(low, high)})` },
        { label: "In the last week", text: formatCount(recent.reached) },
        { label: "p (adjusted)", text: chance(adjustedPValue) },
      ];
    }
    case "doubleFiring": {
      const { repeats, byKey, medianSeconds } = finding.evidence;
      return [
        { label: "Repeats", text: formatRate(repeats), title: divisionText(repeats, "events") },
        { label: "With the same order id", text: formatCount(byKey) },
        { label: "Half of them within", text: formatDuration(medianSeconds) },
      ];
    }
    case "overFiring": {
      const { visitors, perVisitor } = finding.evidence;
      return [
        { label: "Of visitors", text: formatRate(visitors), title: divisionText(visitors, "visitors") },
        { label: "Times for each of them", text: perVisitor ? perVisitor.mean.toFixed(1) : cannotSay },
      ];
    }
    case "redundant": {
      const { overlap, near } = finding.evidence;
      return [
        { label: "Reach both", text: formatRate(overlap), title: divisionText(overlap, "visitors") },
        { label: "Within ten minutes", text: formatRate(near), title: divisionText(near, "visitors") },
      ];
    }
    case "vanity":
      return finding.evidence.macros.map(({ name, ratio, low, high }) => ({
        label: `${name}, as often as without`,
        text:
          ratio === null || low === null || high === null
            ? cannotSay
            : `${ratio.toFixed(2)} times (${between(low, high)})`,
      }));
  }
};

/** Where the goal's form opens with the fix filled in. */
export const fixAddress = (base: string, key: string, { patch }: Finding["fix"]): string =>
  `${base}/edit/${key}${patch ? `?patch=${encodeURIComponent(JSON.stringify(patch))}` : ""}`;
