import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { type GoalDraft, keyOfName } from "./draft";
import { stageWords, tierWords } from "./goal-in-words";
import type { Problems } from "./goal-of-draft";
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
  // The key follows the name until somebody writes a key of their own.
  const keyFollows = !keyIsFixed && draft.key === keyOfName(draft.name);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={problems.name}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              maxLength={120}
              placeholder="Added to cart"
              autoComplete="off"
              onChange={({ target: { value: name } }) =>
                onChange(keyFollows ? { name, key: keyOfName(name) } : { name })
              }
            />
          )}
        </Field>
        <Field
          label="Key"
          hint={
            keyIsFixed
              ? "Links and scripts use it, so it stays."
              : "For links and the API; cannot be changed later."
          }
          error={problems.key}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-sm"
              value={draft.key}
              readOnly={keyIsFixed}
              maxLength={63}
              placeholder="added-to-cart"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ key: event.target.value })}
            />
          )}
        </Field>
      </div>
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
