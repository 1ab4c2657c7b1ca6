import { Plus } from "lucide-react";
import { Fragment } from "react";
import { Button } from "@/components/ui/button";
import { AlternativeFields, type Known } from "./alternative-fields";
import { type GoalDraft, newAlternative } from "./draft";
import type { Problems } from "./goal-of-draft";
import { RuleSentence } from "./rule-sentence";

const most = 20;

/** The rule: one way to satisfy it, or several joined by "or". */
export const RuleFields = ({
  draft: { alternatives, fixedMatch },
  problems,
  known,
  onChange,
}: {
  draft: GoalDraft;
  problems: Problems;
  known: Known;
  onChange: (parts: Partial<GoalDraft>) => void;
}) => {
  if (fixedMatch)
    return (
      <div className="grid justify-items-start gap-2 rounded-md border p-3">
        <p>
          <RuleSentence match={fixedMatch} />
        </p>
        <p className="text-sm text-subtle">
          This rule was written over the API and says more than this form can show. It is kept as it is.
        </p>
        <Button size="sm" onClick={() => onChange({ fixedMatch: null })}>
          Write a new rule
        </Button>
      </div>
    );
  return (
    <div className="grid gap-2">
      {alternatives.map((alternative, index) => (
        <Fragment key={alternative.id}>
          {index > 0 ? <p className="px-3 font-medium text-sm">or</p> : null}
          <AlternativeFields
            alternative={alternative}
            at={`alternatives.${index}`}
            problems={problems}
            known={known}
            onChange={(changed) =>
              onChange({ alternatives: alternatives.map((one) => (one.id === changed.id ? changed : one)) })
            }
            onRemove={
              alternatives.length > 1
                ? () => onChange({ alternatives: alternatives.filter((one) => one.id !== alternative.id) })
                : undefined
            }
          />
        </Fragment>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        disabled={alternatives.length >= most}
        onClick={() => onChange({ alternatives: [...alternatives, newAlternative()] })}
      >
        <Plus aria-hidden />
        Or something else
      </Button>
    </div>
  );
};
