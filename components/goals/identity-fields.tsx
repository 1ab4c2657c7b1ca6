import { SegmentedControl } from "@/components/ui/segmented-control";
import type { GoalDraft } from "./draft";
import { stageWords, tierWords } from "./goal-in-words";
import type { Problems } from "./goal-of-draft";
import { NameAndKey } from "./name-and-key";
import { TierDot } from "./tier-dot";

type Props = {
  draft: GoalDraft;
  problems: Problems;
  /** The key of a saved goal stays: links and scripts use it. */
  keyIsFixed: boolean;
  onChange: (parts: Partial<GoalDraft>) => void;
};

const tierOptions = tierWords.map(({ tier, label }) => ({
  value: tier,
  label: (
    <>
      <TierDot tier={tier} />
      {label}
    </>
  ),
}));

/** What the goal is called and where it belongs. */
export const IdentityFields = ({ draft, problems, keyIsFixed, onChange }: Props) => {
  const tier = tierWords.find((one) => one.tier === draft.tier) ?? tierWords[0];
  return (
    <>
      <NameAndKey
        named={draft}
        examples={{ name: "Added to cart", key: "added-to-cart" }}
        problems={problems}
        keyIsFixed={keyIsFixed}
        onChange={onChange}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="grid content-start gap-1">
          <span className="font-medium text-sm">Tier</span>
          <SegmentedControl
            label="Tier"
            name="tier"
            options={tierOptions}
            value={draft.tier}
            onValueChange={(chosen) => {
              const [stage] = tierWords.find((one) => one.tier === chosen)?.stages ?? [];
              if (stage) onChange({ tier: chosen, stage });
            }}
          />
          <span className="text-sm text-subtle">{tier.means}</span>
        </div>
        <div className="grid content-start gap-1">
          <span className="font-medium text-sm">Stage</span>
          <SegmentedControl
            label="Stage"
            name="stage"
            options={tier.stages.map((stage) => ({ value: stage, label: stageWords[stage] }))}
            value={draft.stage}
            onValueChange={(stage) => onChange({ stage })}
          />
          {problems.stage ? <span className="text-bad text-sm">{problems.stage}</span> : null}
        </div>
      </div>
    </>
  );
};
